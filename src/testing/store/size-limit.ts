import { invalidValue } from '../objects/causes.js';
import { invalid } from '../objects/status.js';
import type { Job, KubeObject } from '../objects/types.js';

/** What etcd takes in one request, by default. */
const etcdLimit = 1.5 * 1024 * 1024;

/**
 * Refuses a Job that etcd would not take. The API server says no word of the size: it tries again under a fresh uid,
 * and finds that the labels it has generated itself are wrong.
 * @throws StatusError 422
 */
export function checkSize(object: KubeObject, freshUid: () => string): void {
  if (object.kind !== 'Job' || Buffer.byteLength(JSON.stringify(object)) <= etcdLimit) return;
  const { spec, metadata } = object as Job;
  const labels = Object.fromEntries(
    Object.entries(spec.template.metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const uid = freshUid();
  throw invalid({ kind: 'Job', group: 'batch' }, metadata.name, [
    ...['controller-uid', 'batch.kubernetes.io/controller-uid'].map((name) =>
      invalidValue(`spec.template.metadata.labels[${name}]`, labels, `must be '${uid}'`),
    ),
    invalidValue('spec.selector', spec.selector, '`selector` not auto-generated'),
  ]);
}
