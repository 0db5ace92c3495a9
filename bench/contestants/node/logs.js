import { serve } from './serve.js';

/** Measures who reads logs: `read(kubeConfig, runs, pods)` reads all to their ends, and gives how much: `bytes` or `lines`. */
export function serveLogs(read) {
  serve({
    async read({ kubeConfig, runs, pods, whole }) {
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      const seen = await read(kubeConfig, runs, pods);
      const { user, system } = process.cpuUsage(cpu);
      const seconds = (performance.now() - started) / 1000;
      for (const [unit, count] of Object.entries(seen))
        if (count < whole[unit]) throw new Error(`It read ${count} of ${whole[unit]} ${unit}.`);
      return { seconds, cpuSeconds: (user + system) / 1e6 };
    },
  });
}
