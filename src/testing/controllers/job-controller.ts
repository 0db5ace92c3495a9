import { clone } from '../objects/json.js';
import type { Clock } from '../clock/clock.js';
import { seconds } from '../objects/time.js';
import type { Job, JobStatus, Pod } from '../objects/types.js';
import { orphanFinalizer } from '../store/deletion.js';
import type { Registry } from '../store/registry.js';
import type { Change } from '../store/store.js';
import {
  condition,
  decidedEnding,
  isActive,
  isFinished,
  isTerminal,
  isTerminating,
  isTracked,
} from './conditions.js';
import type { EventRecorder } from './event-recorder.js';
import { JobBackoff } from './job-backoff.js';
import { indexProgress, isIndexed, type IndexProgress } from './job-indexes.js';
import { JobPods, ownerOf } from './job-pods.js';
import { countPods, deadlineOf, ending, newlyEnded, noteEnded, totals, written } from './job-status.js';
import type { Timers } from './timers.js';
import type { WorkQueue } from './work-queue.js';

// syncJobBatchPeriod. Other changes are taken at once here, so that nothing waits that need not.
const syncPeriod = 1000;

const ownName = 'kubernetes.io/job-controller';

/** The Job controller: one sync per change of a Job or its Pods, after `syncJob` of pkg/controller/job. */
export class JobController {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;
  readonly #timers: Timers;
  readonly #pods: JobPods;
  readonly #backoff = new JobBackoff();

  constructor(registry: Registry, clock: Clock, queue: WorkQueue, events: EventRecorder, timers: Timers) {
    this.#registry = registry;
    this.#clock = clock;
    this.#queue = queue;
    this.#events = events;
    this.#timers = timers;
    this.#pods = new JobPods(registry, events);
  }

  /** Told of every change. */
  observe({ resource, type, object }: Change): void {
    if (resource === 'jobs' && type === 'DELETED') this.#forget(object as Job);
    else if (resource === 'jobs') this.#enqueue(object as Job);
    if (resource !== 'pods') return;
    const pod = object as Pod;
    const owner = ownerOf(this.#registry.store, pod);
    // The real one syncs once a second; by then the collector has let a deleted Job go with its last Pod.
    const moot = owner?.metadata.deletionTimestamp !== undefined && isTerminal(pod) && !isTracked(pod);
    if (moot) return;
    if (owner !== undefined && type === 'MODIFIED' && endsByItself(pod, owner)) this.#enqueueLater(owner);
    // What ends at the same moment is counted in one sync.
    else if (owner !== undefined && isIndexed(owner)) this.#enqueueLater(owner, 0);
    else if (owner !== undefined) this.#enqueue(owner);
    else if (type !== 'DELETED' && isTracked(pod)) this.#enqueueOrphan(pod);
  }

  #enqueue(job: Job): void {
    const { namespace, name, uid } = job.metadata;
    this.#queue.add(`job ${uid}`, () => {
      const current = this.#registry.store.get('jobs', namespace, name);
      if (current?.metadata.uid === uid) this.#sync(current);
    });
  }

  /** A Pod that is being deleted is looked at within a second: it may still end by itself, and well. */
  #enqueueLater(job: Job, delay = syncPeriod): void {
    this.#timers.set(`pods ${job.metadata.uid}`, delay, () => this.#enqueue(job));
  }

  /** A Pod that no Job counts any more is let go. */
  #enqueueOrphan(pod: Pod): void {
    this.#queue.add(`orphan ${pod.metadata.uid}`, () => this.#pods.release(pod));
  }

  #forget(job: Job): void {
    const { uid } = job.metadata;
    this.#backoff.forget(uid);
    for (const timer of ['job', 'pods', 'create']) this.#timers.cancel(`${timer} ${uid}`);
    for (const pod of this.#registry.store.podsOwnedBy(uid)) {
      if (isTracked(pod)) this.#enqueueOrphan(pod);
    }
  }

  #sync(job: Job): void {
    const { spec } = job;
    // The Pods of an orphaned Job are no longer its own business.
    if (job.metadata.finalizers?.includes(orphanFinalizer)) return;
    if (isFinished(job) || (spec.managedBy !== undefined && spec.managedBy !== ownName)) return;
    const status = clone(job.status);
    // Before anything is made: what waits for a replacement is counted in the sync after that.
    const indexes = this.#indexesOf(job, status);
    if (job.metadata.deletionTimestamp === undefined) this.#manage(job, status, indexes);

    const pods = this.#pods.of(job);
    countPods(status, pods);
    const kept = noteEnded(job, status, pods, indexes);
    this.#write(job, status);

    // Only what the status holds as uncounted may lose its finalizer: so no end is ever lost or counted twice.
    const deleting = job.metadata.deletionTimestamp !== undefined;
    const ended = decidedEnding(status) !== undefined;
    for (const pod of pods.filter((one) => isTracked(one) && !kept.has(one))) {
      if (
        deleting ||
        isTerminal(pod) ||
        (pod.metadata.deletionTimestamp !== undefined && (ended || noted(status, pod)))
      ) {
        this.#pods.release(pod);
      }
    }
    const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
    if (!isIndexed(job)) status.succeeded = (status.succeeded ?? 0) + succeeded.length;
    status.failed = (status.failed ?? 0) + failed.length;
    status.uncountedTerminatedPods = {};
    const end = decidedEnding(status);
    const settled = end !== undefined && !deleting && !status.active && !status.terminating;
    if (settled) {
      const now = this.#clock.now();
      status.conditions = [...(status.conditions ?? []), condition(end.settled, end, now)];
      if (end.settled === 'Complete') status.completionTime = seconds(now);
    }
    const final = this.#write(job, status);
    if (!settled || final === undefined) return;
    this.#events.record(
      'job-controller',
      final,
      end.settled === 'Complete'
        ? { type: 'Normal', reason: 'Completed', message: 'Job completed' }
        : { type: 'Warning', reason: end.reason, message: end.message },
    );
  }

  #indexesOf(job: Job, status: JobStatus): IndexProgress | undefined {
    if (!isIndexed(job)) return undefined;
    const pods = this.#pods.of(job);
    return indexProgress(job, status, pods, newlyEnded(job, status, pods).failed);
  }

  /** Decides whether the Job ends; makes and deletes Pods. */
  #manage(job: Job, status: JobStatus, indexes: IndexProgress | undefined): void {
    const { spec, metadata } = job;
    const now = this.#clock.now();
    if (!spec.suspend) status.startTime ??= seconds(now);
    const pods = this.#pods.of(job);
    const fresh = newlyEnded(job, status, pods);
    // Failures that a policy ignores are waited after too.
    this.#backoff.note(metadata.uid, fresh.succeeded, fresh.failed);
    const active = pods.filter(isActive);
    const decided = decidedEnding(status);
    const end = decided ?? ending(job, status, pods, fresh, now, indexes);
    if (end !== undefined) {
      if (decided === undefined) {
        status.conditions = [...(status.conditions ?? []), condition(end.decided, end, now)];
      }
      this.#pods.delete(job, active);
      return;
    }
    const succeeded = indexes?.succeeded.size ?? totals(status, fresh).succeeded;
    const open =
      spec.completions === undefined
        ? succeeded > 0
          ? active.length
          : Infinity
        : spec.completions - succeeded;
    const wanted = spec.suspend ? 0 : Math.max(Math.min(open, spec.parallelism), 0);
    // Pods that are to go without being counted are released first.
    for (const pod of active.slice(wanted)) this.#pods.release(pod);
    this.#pods.delete(job, active.slice(wanted));
    let wait = spec.backoffLimitPerIndex === undefined ? this.#backoff.remaining(metadata.uid, now) : 0;
    if (active.length < wanted && wait <= 0) {
      const made = this.#pods.createMissing(job, wanted - active.length, pods, indexes, now);
      wait = made.wait;
      // Refused: it is tried again a second later.
      if (made.refused) this.#timers.set(`create ${metadata.uid}`, 1000, () => this.#enqueue(job));
    }
    this.#suspend(job, status, now);
    const deadline = deadlineOf(spec.activeDeadlineSeconds, status);
    const next = Math.min(
      active.length < wanted && wait > 0 ? wait : Infinity,
      deadline === undefined ? Infinity : deadline - now,
    );
    if (next !== Infinity) this.#timers.set(`job ${metadata.uid}`, next, () => this.#enqueue(job));
  }

  /** Shows in the conditions whether the Job is suspended, once it ever was. */
  #suspend(job: Job, status: JobStatus, now: number): void {
    const known = status.conditions?.find(({ type }) => type === 'Suspended');
    const { suspend } = job.spec;
    if (suspend) delete status.startTime;
    if (suspend === (known?.status === 'True')) return;
    const word = suspend ? 'suspended' : 'resumed';
    const reason = suspend ? 'JobSuspended' : 'JobResumed';
    const next = {
      ...condition('Suspended', { reason, message: `Job ${word}` }, now),
      ...(!suspend && { status: 'False' as const }),
    };
    status.conditions = [...(status.conditions ?? []).filter((one) => one !== known), next];
    this.#events.record('job-controller', job, {
      type: 'Normal',
      reason: suspend ? 'Suspended' : 'Resumed',
      message: `Job ${word}`,
    });
  }

  #write(job: Job, status: JobStatus): Job | undefined {
    return this.#registry.modify('jobs', job, (draft) => {
      draft.status = written(clone(status));
    });
  }
}

/** A Pod that is being deleted, of which the controller hears when it has ended by itself. */
const endsByItself = (pod: Pod, { spec }: Job): boolean =>
  isTerminating(pod) ||
  (pod.metadata.deletionTimestamp !== undefined && spec.podReplacementPolicy === 'Failed');

const noted = ({ uncountedTerminatedPods: uncounted = {} }: JobStatus, { metadata }: Pod): boolean =>
  [...(uncounted.succeeded ?? []), ...(uncounted.failed ?? [])].includes(metadata.uid);
