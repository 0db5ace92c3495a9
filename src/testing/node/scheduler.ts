import type { Clock } from '../clock/clock.js';
import type { WorkQueue } from '../controllers/work-queue.js';
import { nodeName, type EventRecorder } from '../controllers/event-recorder.js';
import { seconds } from '../objects/time.js';
import type { Condition, Pod } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { Change } from '../store/store.js';

const nodeLabels: Readonly<Record<string, string>> = {
  'kubernetes.io/arch': 'amd64',
  'kubernetes.io/hostname': nodeName,
  'kubernetes.io/os': 'linux',
};

const noNode =
  "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";

/** Binds Pods to the one node, unless their `nodeSelector` or a scheduling gate forbids it. */
export class Scheduler {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;

  constructor(registry: Registry, clock: Clock, queue: WorkQueue, events: EventRecorder) {
    this.#registry = registry;
    this.#clock = clock;
    this.#queue = queue;
    this.#events = events;
  }

  observe({ resource, type, object }: Change): void {
    if (resource !== 'pods' || type === 'DELETED') return;
    const pod = object as Pod;
    if (pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return;
    this.#queue.add(`schedule ${pod.metadata.uid}`, () => this.#schedule(pod));
  }

  #schedule(pod: Pod): void {
    const { namespace, name } = pod.metadata;
    if ((pod.spec.schedulingGates ?? []).length > 0) return;
    // Left to whoever the Pod names.
    if (pod.spec['schedulerName'] !== 'default-scheduler') return;
    const selector = Object.entries(pod.spec.nodeSelector ?? {});
    if (selector.some(([key, value]) => nodeLabels[key] !== value)) {
      if (!this.#refuse(pod, 'Unschedulable', noNode)) return;
      const facts = {
        type: 'Warning',
        reason: 'FailedScheduling',
        message: noNode,
        action: 'Scheduling',
      } as const;
      this.#events.record('default-scheduler', pod, facts);
      return;
    }
    this.#registry.modify('pods', pod, (draft) => {
      draft.spec.nodeName = nodeName;
      this.#show(draft, { type: 'PodScheduled', status: 'True' });
    });
    this.#events.record('default-scheduler', pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
      action: 'Binding',
    });
  }

  /** @returns whether that is new */
  #refuse(pod: Pod, reason: string, message: string): boolean {
    if (pod.status.conditions?.some((one) => one.reason === reason)) return false;
    this.#registry.modify('pods', pod, (draft) =>
      this.#show(draft, { type: 'PodScheduled', observedGeneration: 1, status: 'False', reason, message }),
    );
    return true;
  }

  #show(pod: Pod, { type, status, ...why }: Partial<Condition> & Pick<Condition, 'type' | 'status'>): void {
    const { observedGeneration, ...rest } = why;
    pod.status.conditions = [
      {
        type,
        ...(observedGeneration !== undefined && { observedGeneration }),
        status,
        lastProbeTime: null,
        lastTransitionTime: seconds(this.#clock.now()),
        ...rest,
      },
    ];
  }
}
