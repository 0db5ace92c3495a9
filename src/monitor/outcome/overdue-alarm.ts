import { alarm } from '../alarm.js';
import type { MonitorContext } from '../monitor-context.js';
import type { WatchedJob } from '../watch/namespace-watch.js';
import { overduePod } from './situation.js';

/** Rings when a pod that should have stopped, and has not, is to be given up with its node. */
export class OverdueAlarm {
  readonly #context: Pick<MonitorContext, 'sleep' | 'now'>;
  readonly #stop: AbortSignal;
  readonly #onRing: () => void;
  #state: 'off' | 'set' | 'rang' = 'off';

  constructor(context: Pick<MonitorContext, 'sleep' | 'now'>, stop: AbortSignal, onRing: () => void) {
    this.#context = context;
    this.#stop = stop;
    this.#onRing = onRing;
  }

  /** The pod that is given up; sets the alarm when it is too early for that. */
  check(watched: WatchedJob): string | undefined {
    const pod = overduePod(watched);
    if (pod === undefined) return undefined;
    if (this.#state === 'rang') return pod.name;
    if (this.#state === 'off') {
      this.#state = 'set';
      const { sleep, now } = this.#context;
      alarm(Math.max(0, pod.at - now()), sleep, this.#stop).addEventListener('abort', () => {
        this.#state = 'rang';
        this.#onRing();
      });
    }
    return undefined;
  }
}
