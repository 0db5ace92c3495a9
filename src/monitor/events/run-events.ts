import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { imageMilestones } from './image-milestones.js';
import { jobMilestones } from './job-milestones.js';
import { podMilestones } from './pod-milestones.js';
import type { Milestone, RunEvent } from './run-event.js';

/**
 * Makes events of the states of one Job and its pods: each happening once, however often and in whatever state it is
 * seen, and the run's beginning first, though pods come on another connection than their Job.
 */
export class RunEvents {
  readonly #created: boolean;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  readonly #last = new Map<string, string>();
  #early: Milestone[] | undefined = [];

  constructor({ created }: Pick<JobHandle, 'created'>, now: () => number) {
    this.#created = created;
    this.#now = now;
  }

  job(job: KubernetesObject, gone: boolean): readonly RunEvent[] {
    const [beginning, ...rest] = jobMilestones(job, gone, this.#created);
    const early = this.#early ?? [];
    this.#early = undefined;
    return this.#tell([...(beginning ? [beginning] : []), ...early, ...rest]);
  }

  pod(pod: KubernetesObject, gone: boolean): readonly RunEvent[] {
    return this.#afterTheJob(podMilestones(pod, gone));
  }

  /** An Event object that the kubelet wrote about a pod of the Job. */
  kubelet(event: KubernetesObject): readonly RunEvent[] {
    return this.#afterTheJob(imageMilestones(event));
  }

  /** The watch itself: no state of an object, told each time. */
  watch(state: 'interrupted' | 'recovered', message?: string): RunEvent {
    return {
      type: `watch-${state}`,
      source: 'monitor',
      time: new Date(this.#now()).toISOString(),
      ...(message === undefined ? {} : { message }),
    };
  }

  /** A cause that keeps the run from getting on. */
  diagnosis(diagnosis: Diagnosis): RunEvent {
    const { category: reason, summary: message } = diagnosis;
    const time = new Date(this.#now()).toISOString();
    return { type: 'diagnosis', source: 'monitor', time, reason, message, diagnosis };
  }

  /** The Job was found gone without its deletion having been seen. */
  gone(reason: string): readonly RunEvent[] {
    const early = this.#early ?? [];
    this.#early = undefined;
    return this.#tell([...early, { key: 'gone', event: { type: 'deleted', source: 'monitor', reason } }]);
  }

  #afterTheJob(milestones: readonly Milestone[]): readonly RunEvent[] {
    if (this.#early === undefined) return this.#tell(milestones);
    this.#early.push(...milestones);
    return [];
  }

  #tell(milestones: readonly Milestone[]): readonly RunEvent[] {
    return milestones
      .filter((milestone) => this.#isNew(milestone))
      .map(({ event }) => ({
        ...event,
        time: event.time ?? new Date(this.#now()).toISOString(),
      }));
  }

  #isNew({ key, slot }: Milestone): boolean {
    const known = slot === undefined ? this.#told.has(key) : this.#last.get(slot) === key;
    if (slot === undefined) this.#told.add(key);
    else this.#last.set(slot, key);
    return !known;
  }
}
