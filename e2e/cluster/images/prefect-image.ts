import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { retried } from '../../retry.js';
import { cacheFolder } from '../cache.js';
import { root } from '../root.js';
import { runCommand } from '../run-command.js';
import { makeBusyboxRoot } from './busybox-root.js';
import { writeImageArchive } from './image-archive.js';
import { copyPython, copyPythonLibraries, findPython, sitePackages } from './python.js';
import type { Python } from './python.js';

/** Where the flow lies in the image: Prefect's Docker storage puts it there. */
export const prefectFlowPath =
  '/opt/prefect/flows/kubernetes-job-environment-w-resource-requests-limits.prefect';

const recipe = join(root, 'e2e/cluster/images/prefect');
const registrationName = 'registration.json';

const Env = ['PATH=/usr/local/bin:/bin', 'HOME=/root', 'LANG=C.UTF-8', 'PYTHONUNBUFFERED=1'];

/**
 * `localhost/prefect:0.15.13`: real Prefect with the seed's flow in it, from the cache if it has it. Its packages come
 * through pip, pinned by requirements.txt.
 *
 * @throws {MissingPrerequisiteError} if there is no Python that will do.
 */
export async function prefectImage(): Promise<string> {
  const python = await findPython();
  const folder = cacheFolder('images', `prefect-${contentHash(python)}`);
  const file = join(folder, 'image.tar');
  if (existsSync(file)) return file;
  const making = mkdtempSync(join(folder, 'making-'));
  try {
    const system = join(making, 'system');
    await makeBusyboxRoot(system);
    copyPython(python, system);
    await install(python, join(system, sitePackages(python)));
    await copyPythonLibraries(python, system);
    await makeFlow(python, making, system);
    cpSync(join(making, registrationName), join(folder, registrationName));
    await writeImageArchive(file, [{ tag: 'localhost/prefect:0.15.13', config: { Env }, layers: [system] }]);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return file;
}

/** What Prefect's API would know of the flow in the image, as JSON: what a stub of it has to answer. */
export async function prefectRegistration(): Promise<string> {
  return readFileSync(join(dirname(await prefectImage()), registrationName), 'utf8');
}

async function install({ program }: Python, target: string): Promise<void> {
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-compile'];
  const what = ['--target', target, '--requirement', join(recipe, 'requirements.txt')];
  await retried(() => runCommand(program, ['-m', 'pip', 'install', ...quiet, ...what]));
}

/** Run by its bare name, which the pickled flow keeps and tracebacks show. */
async function makeFlow(python: Python, making: string, system: string): Promise<void> {
  cpSync(join(recipe, 'make_flow.py'), join(making, 'make_flow.py'));
  const flowFile = join(system, prefectFlowPath);
  mkdirSync(dirname(flowFile), { recursive: true });
  await runCommand(python.program, ['make_flow.py', flowFile, registrationName, prefectFlowPath], {
    cwd: making,
    env: { PYTHONPATH: join(system, sitePackages(python)), HOME: making },
  });
}

function contentHash({ version, standardLibrary }: Python): string {
  const hash = createHash('sha256').update(`${version} ${standardLibrary}\0`);
  for (const name of ['requirements.txt', 'make_flow.py']) hash.update(readFileSync(join(recipe, name)));
  return hash.digest('hex').slice(0, 12);
}
