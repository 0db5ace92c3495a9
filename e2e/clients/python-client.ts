import { join } from 'node:path';
import { cachedFolder } from '../cluster/cache.js';
import { findPython } from '../cluster/images/python.js';
import { root } from '../cluster/root.js';
import { runCommand } from '../cluster/run-command.js';
import { retried } from '../retry.js';

export interface PythonClient {
  readonly program: string;
  /** What PYTHONPATH has to be for the packages to be found. */
  readonly packages: string;
}

/**
 * The official Python client, from pip and kept in the cache.
 *
 * @throws {MissingPrerequisiteError} if there is no Python that will do.
 */
export async function pythonClient(): Promise<PythonClient> {
  const { program, version } = await findPython();
  const requirements = join(root, 'e2e/clients/python/requirements.txt');
  const packages = await cachedFolder(['clients', `python${version}`], [requirements], async (making) => {
    const quiet = ['--quiet', '--disable-pip-version-check'];
    const what = ['--target', making, '--requirement', requirements];
    await retried(() => runCommand(program, ['-m', 'pip', 'install', ...quiet, ...what]));
  });
  return { program, packages };
}
