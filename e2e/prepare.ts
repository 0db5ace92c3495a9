/** `node prepare.js [--kubernetes VERSION]`: builds and installs, once, what the tests on a real Kubernetes start. */
import { parseArgs } from 'node:util';
import { newerNode } from './clients/newer-node.js';
import { pythonClient } from './clients/python-client.js';
import { prefectImage } from './cluster/images/prefect-image.js';
import { requireNodePrerequisites } from './cluster/node/prerequisites.js';
import { prepareCluster } from './cluster/start-cluster.js';
import { kubernetesVersion } from './cluster/versions.js';

const report = (line: string) => process.stdout.write(`${line}\n`);

async function timed(what: string, make: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await make();
  report(`${what}: there after ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}

try {
  const { values } = parseArgs({ options: { kubernetes: { type: 'string' } } });
  const kubernetes = kubernetesVersion(values.kubernetes);
  // What the network can break comes first, before the minutes of the compiler.
  await requireNodePrerequisites(report);
  await Promise.all([
    timed('A newer Node with client-node 2.x', newerNode),
    timed('The Python client', pythonClient),
    timed('The Prefect image', prefectImage),
  ]);
  await prepareCluster({ kubernetes, report });
} catch (error) {
  report(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
