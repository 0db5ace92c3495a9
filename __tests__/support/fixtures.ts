import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../fixtures/', import.meta.url);

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(name, root));
}

export function fixture(name: string): string {
  return readFileSync(new URL(name, root), 'utf8');
}

/** The files of a fixture folder whose names end so, as names below the fixtures' root. */
export function fixtures(folder: string, ending: string): string[] {
  return readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
}
