import { clone } from '../objects/json.js';
import { StatusError } from '../objects/status.js';
import type { Job, Pod } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { Store } from '../store/store.js';
import { isTerminating, trackingFinalizer } from './conditions.js';
import type { EventRecorder } from './event-recorder.js';
import { indexedTemplate, pendingIndexes, readyIndexes, type IndexProgress } from './job-indexes.js';

/** The Job that controls a Pod; `undefined` when there is none, or it is gone. */
export function ownerOf(store: Store, { metadata }: Pod): Job | undefined {
  const owner = metadata.ownerReferences?.find(
    ({ kind, controller }) => kind === 'Job' && controller === true,
  );
  if (owner === undefined) return undefined;
  const job = store.get('jobs', metadata.namespace, owner.name);
  return job?.metadata.uid === owner.uid ? job : undefined;
}

/** What the Job controller does with Pods. */
export class JobPods {
  readonly #registry: Registry;
  readonly #events: EventRecorder;

  constructor(registry: Registry, events: EventRecorder) {
    this.#registry = registry;
    this.#events = events;
  }

  of({ metadata }: Job): Pod[] {
    const { store } = this.#registry;
    return store.podsOwnedBy(metadata.uid).filter((pod) => ownerOf(store, pod) !== undefined);
  }

  /**
   * Makes the Pods that are missing, until one is refused.
   * @returns how long the next one has to wait, in ms
   */
  createMissing(
    job: Job,
    missing: number,
    pods: readonly Pod[],
    indexes: IndexProgress | undefined,
    now: number,
  ): { readonly wait: number; readonly refused: boolean } {
    const held = job.spec.podReplacementPolicy === 'Failed' ? pods.filter(isTerminating).length : 0;
    const count = Math.max(missing - held, 0);
    if (indexes === undefined) {
      const all = Array.from({ length: count });
      return { wait: 0, refused: !all.every(() => this.create(job)) };
    }
    const { ready, wait } = readyIndexes(pendingIndexes(job, indexes, pods, count), indexes, now);
    const made = ready.every((index) => {
      const { template, generateName } = indexedTemplate(job, index, indexes);
      return this.create(job, template, generateName);
    });
    return { wait, refused: !made };
  }

  /** @returns false when the API server refused it */
  create(job: Job, template = job.spec.template, generateName = `${job.metadata.name}-`): boolean {
    const { name, uid, namespace } = job.metadata;
    const { metadata, spec } = clone(template);
    try {
      const pod = this.#registry.create('pods', {
        metadata: {
          generateName,
          ...(namespace !== undefined && { namespace }),
          ...(metadata.labels && { labels: metadata.labels }),
          ...(metadata['annotations'] !== undefined && { annotations: metadata['annotations'] }),
          ownerReferences: [
            {
              apiVersion: job.apiVersion,
              kind: job.kind,
              name,
              uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
          finalizers: [...((metadata['finalizers'] as string[] | undefined) ?? []), trackingFinalizer],
        },
        spec,
      });
      this.#tell(job, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#tell(job, 'FailedCreate', `Error creating: ${error.message}`);
      return false;
    }
  }

  delete(job: Job, pods: readonly Pod[]): void {
    for (const { metadata } of pods) {
      this.#registry.delete('pods', metadata.namespace, metadata.name);
      this.#tell(job, 'SuccessfulDelete', `Deleted pod: ${metadata.name}`);
    }
  }

  /** Takes the tracking finalizer away. */
  release(pod: Pod): void {
    this.#registry.modify('pods', pod, ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter(
        (finalizer) => finalizer !== trackingFinalizer,
      );
    });
  }

  #tell(job: Job, reason: string, message: string): void {
    const type = reason.startsWith('Failed') ? 'Warning' : 'Normal';
    this.#events.record('job-controller', job, { type, reason, message });
  }
}
