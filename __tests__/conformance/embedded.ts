import { EmbeddedCluster, ManualClock } from '../../src/testing/index.js';
import type { Script } from './corpus/script.js';
import { prepareNamespaces, runScript } from './run-script.js';
import type { Answer } from './run-script.js';

/** What the embedded cluster answers to a script. Its time stands still, but for that of watches. */
export async function runEmbedded(script: Script): Promise<Answer[]> {
  const clock = new ManualClock();
  await using cluster = await EmbeddedCluster.start({ clock });
  const target = {
    url: cluster.url,
    token: cluster.token,
    passTime: (seconds: number) => clock.advance(seconds * 1000),
  };
  await prepareNamespaces(target, [script]);
  return await runScript(target, script);
}
