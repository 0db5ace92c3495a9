import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissingPrerequisiteError } from './errors.js';
import { runCommand } from './run-command.js';
import type { GoModule } from './versions.js';

/** @throws {MissingPrerequisiteError} if there is no Go, or one that is older than go.mod asks for. */
export async function requireGo(module: GoModule): Promise<void> {
  const needed = /^go (\S+)$/m.exec(readFileSync(join(module.directory, 'go.mod'), 'utf8'))?.[1] ?? '0';
  const found = await goVersion();
  if (found !== undefined && compareVersions(found, needed) >= 0) return;
  const lack = found === undefined ? 'there is no `go` in PATH' : `\`go version\` says ${found}`;
  throw new MissingPrerequisiteError(
    `Go ${needed} or newer is needed to build ${module.name}, but ${lack}. Install it and start again. ` +
      'Programs that were built before are in the cache and need no Go. ' +
      '`npm test` needs none of this: it runs everything but the tests against a real cluster.',
  );
}

async function goVersion(): Promise<string | undefined> {
  try {
    const output = await runCommand('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } });
    return /^go([\d.]+)/.exec(output)?.[1];
  } catch {
    return undefined;
  }
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
