import { mkdirSync } from 'node:fs';
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
