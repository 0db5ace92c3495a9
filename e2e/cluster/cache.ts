import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * A folder below `$XDG_CACHE_HOME/kubernetes-job-environment`, made if need be.
 * A relative XDG_CACHE_HOME counts as unset: https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(...names: string[]): string {
  const { XDG_CACHE_HOME: configured = '' } = process.env;
  const base = isAbsolute(configured) ? configured : join(homedir(), '.cache');
  const folder = join(base, 'kubernetes-job-environment', ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Twelve digits that tell whether one of these texts changed. */
export function contentHash(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
}

/**
 * The folder of that name in the cache that was made from these files; `make` fills it when it is not there. Whoever
 * makes the same at the same time does not meet a half of it.
 */
export async function cachedFolder(
  [parent, name]: readonly [string, string],
  files: readonly string[],
  make: (making: string) => Promise<void>,
): Promise<string> {
  const above = cacheFolder(parent);
  const folder = join(above, `${name}-${contentHash(...files.map((file) => readFileSync(file, 'utf8')))}`);
  if (existsSync(folder)) return folder;
  const making = mkdtempSync(join(above, 'making-'));
  try {
    await make(making);
    if (!existsSync(folder)) renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
