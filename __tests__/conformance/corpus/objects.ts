type Fields = Record<string, any>;

/**
 * A Job that no controller touches, so that every change of it is one of the script. `managedBy` is what a real
 * cluster has for that.
 */
export const job = (
  name: string,
  { spec = {}, template = {}, container = {}, ...metadata }: Fields = {},
) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { ...(name && { name }), ...metadata },
  spec: {
    managedBy: 'example.com/nobody',
    ...spec,
    template: {
      ...(template.metadata && { metadata: template.metadata }),
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'localhost/busybox:1', ...container }],
        ...template.spec,
      },
    },
  },
});

/** A Pod that no scheduler takes. */
export const pod = (name: string, { spec = {}, container = {}, ...metadata }: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...(name && { name }), ...metadata },
  spec: {
    schedulerName: 'nobody',
    containers: [{ name: 'main', image: 'localhost/busybox:1', ...container }],
    ...spec,
  },
});

export const event = (name: string, { metadata = {}, involvedObject = {}, ...fields }: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { ...(name && { name }), ...metadata },
  involvedObject: {
    kind: 'Job',
    name: 'a',
    namespace: '{{namespace}}',
    apiVersion: 'batch/v1',
    ...involvedObject,
  },
  reason: 'Tested',
  message: 'An event of the corpus.',
  type: 'Normal',
  ...fields,
});

export const namespace = (name: string, metadata: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { ...(name && { name }), ...metadata },
});
