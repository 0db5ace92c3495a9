import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedFolder } from '../cluster/cache.js';
import { root } from '../cluster/root.js';
import { runCommand } from '../cluster/run-command.js';
import { retried } from '../retry.js';

export interface NewerNode {
  readonly program: string;
  /** URL of client-node 2.x, which older Nodes can not load. */
  readonly clientNode: string;
}

const recipe = join(root, 'e2e/clients/node');

/** A Node that is newer than the oldest that the library runs on, with client-node 2.x: from npm, kept in the cache. */
export async function newerNode(): Promise<NewerNode> {
  const files = ['package.json', 'package-lock.json'].map((name) => join(recipe, name));
  const folder = await cachedFolder(['clients', 'node'], files, async (making) => {
    for (const file of files) cpSync(file, join(making, file.slice(recipe.length)));
    const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
    await retried(() => runCommand('npm', ['ci', ...quiet], { cwd: making }));
  });
  const nodeModules = join(folder, 'node_modules');
  return {
    program: join(nodeModules, `node-linux-${process.arch}/bin/node`),
    clientNode: pathToFileURL(join(nodeModules, '@kubernetes/client-node/dist/index.js')).href,
  };
}
