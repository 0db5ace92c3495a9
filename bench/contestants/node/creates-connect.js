import { connect } from '../../../dist/index.js';
import { serveCreates, target } from './creates.js';

const api = connect(target.kubeConfig);

serveCreates(async (body) => {
  const created = await api.createNamespacedJob({ namespace: 'default', body, fieldValidation: 'Strict' });
  return created.metadata.uid;
});
