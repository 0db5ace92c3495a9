import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { builtPackage } from '../support/built-package.js';

const { exports: entries } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as { exports: Record<string, string | { default: string }> };
const library = Object.values(entries).flatMap((target) =>
  typeof target === 'string' ? [] : [target.default],
);

const { directory } = await builtPackage();
const folder = join(directory, 'node_modules/kubernetes-job-environment');

describe('The built package', () => {
  test.each(library)('%s gives nothing another name than the one that it is exported by', async (entry) => {
    const given = (await import(pathToFileURL(join(folder, entry)).href)) as Record<string, unknown>;
    const functions = Object.entries(given).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([, value]) => (value as { name: string }).name)).toEqual(
      functions.map(([name]) => name),
    );
  });

  test.each([
    ['the library', library, ['@kubernetes/client-node', '@opentelemetry/api']],
    ['the CLI', ['./dist/cli/main.js'], ['@kubernetes/client-node', 'commander']],
  ])('%s loads of other packages only what it is installed with', (_, files, packages) => {
    expect([...new Set(files.flatMap((file) => [...imported(join(folder, file))]))].sort()).toEqual(packages);
  });

  test('has the licences of the packages that it holds', () => {
    const licences = readFileSync(join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^uuid [\d.]+\n\nThe MIT License/m);
    expect(licences).toMatch(/^yaml [\d.]+\n\nCopyright Eemeli Aro/m);
  });
});

/** The packages that a built file and those that it imports load. */
function imported(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
    /(?:\bfrom |\bimport |\bimport\()"([\w@./:-]+)"/g,
  )) {
    if (name.startsWith('.')) for (const one of imported(join(dirname(file), name), seen)) packages.add(one);
    else if (!name.startsWith('node:')) packages.add(name);
  }
  return packages;
}
