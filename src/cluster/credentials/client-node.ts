import type * as clientNodeTypes from '@kubernetes/client-node';
import { createRequire } from 'node:module';
import { KubeConfigError } from '../errors.js';

/** Loads client-node when it is first needed: it costs 300 ms and 75 MiB. */
export async function importClientNode(): Promise<typeof clientNodeTypes> {
  const version = installedVersion();
  // What it loads throws on an older Node where nobody can catch it.
  if (version !== undefined && !runsOn(version, process.versions.node))
    throw new KubeConfigError(tooNew(version));
  try {
    return await import('@kubernetes/client-node');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new KubeConfigError(
      missing
        ? 'To read a kubeconfig, connect() needs the package @kubernetes/client-node. Run: npm install @kubernetes/client-node@1'
        : 'The package @kubernetes/client-node, which reads the kubeconfig, could not be loaded.',
      { cause },
    );
  }
}

/** Whether a version of client-node runs on a version of Node: 2.x needs Node 22.19, as the undici that it uses does. */
export function runsOn(clientNode: string, node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return Number.parseInt(clientNode, 10) < 2 || major > 22 || (major === 22 && minor >= 19);
}

function tooNew(version: string): string {
  return `@kubernetes/client-node ${version}, which reads the kubeconfig, needs Node 22.19 or newer; this is Node ${process.versions.node}. Run: npm install @kubernetes/client-node@1`;
}

function installedVersion(): string | undefined {
  try {
    return (createRequire(import.meta.url)('@kubernetes/client-node/package.json') as { version: string })
      .version;
  } catch {
    return undefined;
  }
}
