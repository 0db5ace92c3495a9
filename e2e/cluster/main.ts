/** `npm run cluster`: a cluster to play with, until Ctrl-C. */
import { parseArgs } from 'node:util';
import { prepareCluster, startCluster } from './start-cluster.js';
import { kubernetesVersion, kubernetesVersions } from './versions.js';
import type { KubernetesVersion } from './versions.js';

const usage = `npm run cluster -- [options]

  --kubernetes VERSION  ${kubernetesVersions.join(', ')} (default: the first)
  --no-node             control plane only: needs neither root nor runc; Jobs are accepted, and no pod runs
  --prepare             build and install what is needed, and start nothing
  --help
`;

const report = (line: string) => process.stderr.write(`${line}\n`);

function readOptions() {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      kubernetes: { type: 'string' },
      node: { type: 'boolean', default: true },
      prepare: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return { ...values, kubernetes: kubernetesVersion(values.kubernetes) };
}

async function run(options: { kubernetes: KubernetesVersion; node: boolean }): Promise<void> {
  const started = performance.now();
  await using cluster = await startCluster({ ...options, report });
  report(
    `Kubernetes ${cluster.kubernetes} is ready after ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
  process.stdout.write(`export KUBECONFIG=${cluster.kubeConfigFile}\n`);
  report(`kubectl of this version: ${cluster.kubectl}\nCtrl-C ends the cluster and removes it.`);
  // Until here a signal ended this process at once, and the janitor removed what had been started.
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  // Signals alone do not keep the process alive.
  const alive = setInterval(() => undefined, 60_000);
  await interrupted;
  clearInterval(alive);
}

try {
  const options = readOptions();
  if (options.help) process.stdout.write(usage);
  else if (options.prepare) await prepareCluster({ ...options, report });
  else await run(options);
} catch (error) {
  report(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
