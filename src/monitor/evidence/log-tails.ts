import type { ClusterApi, KubernetesObject } from '../../cluster/cluster-api.js';
import type { LogTail } from '../diagnosis/diagnosis.js';
import { type ContainerStatus, containerStatuses } from '../status.js';

const LINES = 10;
/** A longer line is cut; no more than so much is read for one tail. */
const LONGEST_LINE = 1_000;
const MOST_BYTES = 256 * 1024;
/** So many containers are remembered, those in trouble last. */
const REMEMBERED = 1_000;
/** So many logs are read at once. */
const AT_ONCE = 8;

interface Tail {
  /** Which run of the container, and how far it had come: read again when it has changed. */
  readonly state: string;
  readonly reading: Promise<void>;
  lines: readonly string[] | undefined;
}

/**
 * The last lines of the logs of containers in trouble, read as soon as the trouble shows: the pod that explains a
 * failure is often deleted with it, and its log is gone.
 */
export class LogTails {
  readonly #api: ClusterApi;
  readonly #signal: AbortSignal;
  readonly #tails = new Map<string, Tail>();
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(api: ClusterApi, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  /** Reads the log of each container of the pod that has failed, or is told to stop, unless it was read before. */
  note(namespace: string, pod: KubernetesObject): void {
    for (const status of containerStatuses(pod)) {
      const trouble = troubleOf(pod, status);
      if (trouble === undefined) continue;
      const container = status.name ?? '';
      const key = keyOf(pod, container);
      const known = this.#tails.get(key);
      if (known?.state === trouble.state) continue;
      const request = { namespace, pod: pod.metadata.name, container, previous: trouble.previous };
      const reading = this.#inTurn(async () => {
        const lines = await this.#read(request);
        if (lines !== undefined) tail.lines = lines;
      });
      const tail: Tail = { state: trouble.state, reading, lines: known?.lines };
      this.#remember(key, tail);
    }
  }

  /** What is known of these pods, when what is being read is there. */
  async of(pods: Iterable<KubernetesObject>): Promise<LogTail[]> {
    const tails: LogTail[] = [];
    for (const pod of pods) {
      for (const { name: container = '' } of containerStatuses(pod)) {
        const tail = this.#tails.get(keyOf(pod, container));
        await tail?.reading;
        if (tail?.lines !== undefined) tails.push({ pod: pod.metadata.name, container, lines: tail.lines });
      }
    }
    return tails;
  }

  #remember(key: string, tail: Tail): void {
    this.#tails.delete(key);
    this.#tails.set(key, tail);
    const [oldest] = this.#tails.keys();
    if (this.#tails.size > REMEMBERED && oldest !== undefined) this.#tails.delete(oldest);
  }

  /** A log that can not be read is no evidence, and no reason to fail. */
  async #inTurn(read: () => Promise<void>): Promise<void> {
    if (this.#busy >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#busy += 1;
    await read().catch(() => undefined);
    this.#busy -= 1;
    this.#queue.shift()?.();
  }

  async #read(request: { namespace: string; pod: string; container: string; previous: boolean }) {
    const decoder = new TextDecoder();
    let text = '';
    const { previous, ...which } = request;
    const log = { ...which, tailLines: LINES, ...(previous ? { previous } : {}) };
    for await (const bytes of this.#api.podLog(log, { signal: this.#signal })) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > MOST_BYTES) break;
    }
    // The kubelet's own word: the log is gone.
    if (/^unable to retrieve container logs for /.test(text)) return undefined;
    return text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  }
}

function keyOf(pod: KubernetesObject, container: string): string {
  return `${pod.metadata.uid}/${container}`;
}

/** Whether a container has failed or is being stopped, and in which run of it: the log of the one before is kept apart. */
function troubleOf(
  { metadata }: KubernetesObject,
  { state = {}, lastState = {} }: ContainerStatus,
): { state: string; previous: boolean } | undefined {
  const { running, terminated } = state;
  if (terminated !== undefined)
    return terminated.exitCode === 0
      ? undefined
      : { state: `ended ${terminated.containerID}`, previous: false };
  const before = lastState.terminated;
  if (running !== undefined && metadata.deletionTimestamp !== undefined)
    return { state: 'stopping', previous: false };
  if (before === undefined || before.exitCode === 0) return undefined;
  return { state: `ended ${before.containerID}`, previous: running !== undefined };
}
