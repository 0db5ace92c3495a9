import type { Clock } from '../clock/clock.js';
import type { Job } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { Change } from '../store/store.js';
import { trueCondition } from './conditions.js';
import type { Timers } from './timers.js';

/** Deletes finished Jobs `ttlSecondsAfterFinished` after their end, in the foreground. */
export class TtlController {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #timers: Timers;

  constructor(registry: Registry, clock: Clock, timers: Timers) {
    this.#registry = registry;
    this.#clock = clock;
    this.#timers = timers;
  }

  observe({ resource, type, object }: Change): void {
    if (resource !== 'jobs') return;
    const { metadata, spec, status } = object as Job;
    const timer = `ttl ${metadata.uid}`;
    const ttl = spec.ttlSecondsAfterFinished;
    const end = trueCondition(status, 'Complete', 'Failed');
    if (
      type === 'DELETED' ||
      metadata.deletionTimestamp !== undefined ||
      ttl === undefined ||
      end === undefined
    ) {
      this.#timers.cancel(timer);
      return;
    }
    const due = Date.parse(end.lastTransitionTime) + ttl * 1000;
    this.#timers.set(timer, due - this.#clock.now(), () => {
      const { namespace, name, uid } = metadata;
      if (this.#registry.store.get('jobs', namespace, name)?.metadata.uid !== uid) return;
      this.#registry.delete('jobs', namespace, name, { propagationPolicy: 'Foreground' });
    });
  }
}
