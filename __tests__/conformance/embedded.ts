import { EmbeddedCluster, localProcess, ManualClock } from '../../src/testing/index.js';
import type { RecordedRequest } from '../../src/testing/index.js';
import type { Script } from './corpus/script.js';
import { prepareNamespaces, runScript } from './run-script.js';
import type { Answer } from './run-script.js';

/** What the embedded cluster answers to a script. Its time stands still, but for that of watches. */
export async function runEmbedded(script: Script): Promise<Answer[]> {
  const clock = new ManualClock();
  await using cluster = await EmbeddedCluster.start({
    clock,
    // A shell is a shell.
    images: { 'localhost/busybox:1': localProcess() },
  });
  const target = {
    url: cluster.url,
    token: cluster.token,
    passTime: (seconds: number) => clock.advance(seconds * 1000),
    compact: () => Promise.resolve(cluster.compact()),
  };
  await prepareNamespaces(target, [script]);
  if (script.needs === 'overload') {
    // Logs are read without regard to how many are.
    const where = ({ resource }: RecordedRequest): boolean => resource !== 'pods/log';
    cluster.faults.add({ where, respond: { status: 429 }, times: Infinity });
  }
  return await runScript(target, script);
}
