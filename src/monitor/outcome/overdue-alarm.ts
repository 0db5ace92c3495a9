import { alarm } from '../alarm.js';
import type { MonitorContext } from '../monitor-context.js';
import type { WatchedJob } from '../watch/namespace-watch.js';
import { overduePod } from './situation.js';

/** Rings when a pod that should have stopped, and has not, is to be given up with its node. */
export class OverdueAlarm {
  readonly #context: Pick<MonitorContext, 'sleep' | 'now'>;
  readonly #stop: AbortSignal;
  readonly #ring = new AbortController();
  #set = false;

  constructor(context: Pick<MonitorContext, 'sleep' | 'now'>, stop: AbortSignal) {
    this.#context = context;
    this.#stop = stop;
  }

  get signal(): AbortSignal {
    return this.#ring.signal;
  }

  /** The pod that is given up; sets the alarm when it is too early for that. */
  check(watched: WatchedJob): string | undefined {
    const pod = overduePod(watched);
    if (pod === undefined) return undefined;
    if (this.signal.aborted) return pod.name;
    if (!this.#set) {
      this.#set = true;
      const { sleep, now } = this.#context;
      const late = alarm(Math.max(0, pod.at - now()), sleep, this.#stop);
      late.addEventListener('abort', () => this.#ring.abort());
    }
    return undefined;
  }
}
