import { serveCreates, target } from './creates.js';

const { BatchV1Api, KubeConfig } = await import(process.argv[2]);
const kubeConfig = new KubeConfig();
kubeConfig.loadFromString(target.kubeConfig);
const api = kubeConfig.makeApiClient(BatchV1Api);

serveCreates(async (body) => {
  const request = { namespace: 'default', body, fieldValidation: 'Strict', fieldManager: 'bench' };
  return (await api.createNamespacedJob(request)).metadata.uid;
});
