import { serve } from './serve.js';

/** The API server to talk to: `{ server, ca, cert, key, kubeConfig }`, PEM and the text of a kubeconfig. */
export const target = JSON.parse(process.env.BENCH_TARGET);

/** Where Jobs are created, as every contestant creates them. */
export const path = '/apis/batch/v1/namespaces/default/jobs?fieldValidation=Strict&fieldManager=bench';

/** Measures a client of a Kubernetes API that creates a Job and gives its uid. */
export function serveCreates(create) {
  serve({
    async create({ job, prefix, count, inFlight }) {
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      let next = 0;
      const worker = async () => {
        while (next < count) {
          const uid = await create(named(job, `${prefix}-${next++}`));
          if (typeof uid !== 'string' || uid.length < 30) throw new Error(`no uid: ${uid}`);
        }
      };
      await Promise.all(Array.from({ length: inFlight }, worker));
      const { user, system } = process.cpuUsage(cpu);
      return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
    },
  });
}

/** The Job of one run. */
function named(job, name) {
  const { metadata } = job;
  return { ...job, metadata: { ...metadata, name, labels: { ...metadata.labels, flow_run_id: name } } };
}
