import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../run-command.js';

/** How many files one run of ldd is asked about. */
const batch = 100;

/** Copies each shared library that the loader would give these programs and modules, to where the loader looks for it. */
export async function copySharedLibraries(files: readonly string[], system: string): Promise<void> {
  const libraries = new Set<string>();
  for (let at = 0; at < files.length; at += batch) {
    const output = await runCommand('ldd', files.slice(at, at + batch));
    for (const [, library = ''] of output.matchAll(/(\/\S+) \(0x/g)) libraries.add(library);
  }
  for (const library of libraries) {
    const target = join(system, library);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(library, target, { dereference: true });
  }
}
