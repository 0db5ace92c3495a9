import type { FileFinding } from './check-file.js';

/**
 * A finding as a workflow command of GitHub Actions, which shows it at its line of the change.
 * Source: docs.github.com, "Workflow commands for GitHub Actions"; its escapes: actions/toolkit, packages/core/src/command.ts.
 */
export function formatGitHub({ severity, code, file, message, suggestion, ...place }: FileFinding): string {
  const { line, endLine = line, column, endColumn } = place;
  const properties = {
    file,
    line,
    endLine,
    // Columns are taken only of what is within one line; theirs include the last one.
    ...(line === endLine
      ? { col: column, endColumn: endColumn === undefined ? undefined : endColumn - 1 }
      : {}),
    title: code,
  };
  const list = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  const help = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  return `::${severity} ${list.join(',')}::${escapeData(message + help)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
