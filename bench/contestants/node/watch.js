import { serve } from './serve.js';

/**
 * Measures who watches: `start(kubeConfig, runs, onSettled)` waits for all runs, calls `onSettled` with the uid of each
 * that has ended, and gives what ends the watching. Needs `--expose-gc`.
 */
export function serveWatch(start) {
  let loaded = [];
  let before = 0;
  let settled = new Map();
  let all = Promise.resolve();
  let cpu = process.cpuUsage();
  let stop = () => undefined;

  serve({
    /** Takes the runs: what they take in memory is that of whoever made them. */
    load({ runs }) {
      loaded = runs;
    },
    watch({ kubeConfig }) {
      settled = new Map();
      before = used();
      const ended = deferred();
      all = ended.promise;
      stop = start(kubeConfig, loaded, (uid) => {
        settled.set(uid, performance.timeOrigin + performance.now());
        if (settled.size === loaded.length) ended.resolve();
      });
    },
    memory: () => ({ bytes: used() - before }),
    /** CPU time since this was asked before. */
    cpu() {
      const { user, system } = process.cpuUsage(cpu);
      cpu = process.cpuUsage();
      return { seconds: (user + system) / 1e6 };
    },
    /**
     * When each run was known to have ended, in milliseconds since the epoch, in the order of the runs. Then it watches no
     * more: the next one has the machine for itself.
     */
    async times() {
      await all;
      await stop();
      return { times: loaded.map(({ uid }) => settled.get(uid)) };
    },
  });
}

function deferred() {
  let resolve;
  return { promise: new Promise((settle) => (resolve = settle)), resolve };
}

function used() {
  for (let i = 0; i < 3; i += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
