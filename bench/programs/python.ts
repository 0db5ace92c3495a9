import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../e2e/cluster/cache.js';
import { runCommand } from '../../e2e/cluster/run-command.js';
import { contestantFile } from './paths.js';

/** A Python that has what bench/contestants/python/requirements.txt names: a virtual environment in the cache. */
export async function pythonWithClient(report: (line: string) => void): Promise<string> {
  const requirements = contestantFile('python', 'requirements.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = cacheFolder('bench', `python-${hash}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, '.complete');
  if (!existsSync(complete)) {
    report('Installing the Python client.');
    await runCommand('python3', ['-m', 'venv', '--clear', folder]);
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    writeFileSync(complete, '');
  }
  return python;
}
