import { pathToFileURL } from 'node:url';
import { isAbsolute, sep } from 'node:path';
import type { FileFinding } from './check-file.js';

/** Findings as SARIF 2.1.0 (OASIS), which code scanning services read. */
export function formatSarif(findings: readonly FileFinding[], version: string): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'kubernetes-job-environment', version, rules: rules.map((id) => ({ id })) },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, rules.indexOf(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(
  { severity, code, message, suggestion, path, ...place }: FileFinding,
  ruleIndex: number,
): object {
  const { file, line, column, endLine, endColumn } = place;
  const help = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: `${message}${help}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(line === undefined
            ? {}
            : { region: { startLine: line, startColumn: column, endLine, endColumn } }),
        },
        ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}

/** A relative path stays one, so that it means the same in a checkout elsewhere. */
function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(sep).map(encodeURIComponent).join('/');
}
