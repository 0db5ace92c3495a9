// The programs of the README, one after the other. An EmbeddedCluster stands for the reader's own.
import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';

const cluster = await EmbeddedCluster.start({
  images: { 'gcr.io/dev/k8s-job-flow:0.1.0': () => 0 },
  secrets: { prefect: { 'api-key': 'key' } },
});
process.env.KUBECONFIG = resolve('kubeconfig');
// Else, in a pod, it would be the cluster of that.
delete process.env.KUBERNETES_SERVICE_HOST;
writeFileSync(process.env.KUBECONFIG, cluster.kubeConfig);
for (const name of readdirSync('.').filter((file) => /^readme-\d+\.mjs$/.test(file)))
  await import(`./${name}`);
await cluster.stop();
