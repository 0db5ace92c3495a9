import { seconds } from '../objects/time.js';
import { json } from './answer.js';
import { readBody } from './body.js';
import type { Handler } from './context.js';
import { writeQuery } from './options.js';

/** `POST …/pods/NAME/eviction`: deletes a Pod, and leaves word of why. There are no budgets that forbid it. */
export const evict: Handler = ({ registry, clock }, { namespace, name = '', wire, query }) => {
  const { dryRun } = writeQuery(query, 'CreateOptions');
  const { deleteOptions = {} } = readBody(wire, 'Eviction').value as { deleteOptions?: object };
  const pod = registry.read('pods', namespace, name);
  if (!dryRun && pod.metadata.deletionTimestamp === undefined) {
    registry.modify('pods', pod, ({ status, metadata }) => {
      status.conditions = [
        ...(status.conditions ?? []),
        {
          type: 'DisruptionTarget',
          ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
          status: 'True',
          lastProbeTime: null,
          lastTransitionTime: seconds(clock.now()),
          reason: 'EvictionByEvictionAPI',
          message: 'Eviction API: evicting',
        },
      ];
    });
  }
  registry.delete('pods', namespace, name, { ...deleteOptions, dryRun });
  return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
};
