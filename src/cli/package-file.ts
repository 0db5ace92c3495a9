import { readFileSync } from 'node:fs';

/** A file of this package. The built modules of the CLI lie in folders of dist, as deep as this one does in src. */
export function packageFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The version of this package. */
export function packageVersion(): string {
  return (JSON.parse(packageFile('package.json')) as { version: string }).version;
}
