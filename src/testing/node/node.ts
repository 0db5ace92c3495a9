import type { LogSource } from '../api/context.js';
import { nodeName } from '../controllers/event-recorder.js';
import type { Pod } from '../objects/types.js';
import type { Change } from '../store/store.js';
import type { ContainerLog } from './container-log.js';
import { PodWorker, type NodeTools } from './pod-worker.js';

/** The kubelet: a worker for each Pod that is bound to the node. */
export class Node implements LogSource {
  readonly #tools: NodeTools;
  readonly #workers = new Map<string, PodWorker>();
  #addresses = 0;

  constructor(tools: NodeTools) {
    this.#tools = tools;
  }

  observe({ resource, type, object }: Change): void {
    if (resource !== 'pods') return;
    const pod = object as Pod;
    const { uid } = pod.metadata;
    const worker = this.#workers.get(uid);
    if (type === 'DELETED') {
      void worker?.kill();
      this.#workers.delete(uid);
    } else if (worker !== undefined) {
      if (pod.metadata.deletionTimestamp !== undefined) {
        this.#tools.queue.add(`terminate ${uid}`, () => worker.terminate(pod));
      }
    } else if (pod.spec.nodeName === nodeName && pod.status.phase === 'Pending') {
      const fresh = new PodWorker(this.#tools, pod, `10.244.0.${(this.#addresses++ % 253) + 2}`);
      this.#workers.set(uid, fresh);
      this.#tools.queue.add(`run ${uid}`, () => void fresh.run());
    }
  }

  containerLog(pod: Pod, container: string, previous: boolean): ContainerLog | undefined {
    return this.#workers.get(pod.metadata.uid)?.log(container, previous);
  }

  /** Kills whatever runs, and waits until it has ended. */
  async stop(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.kill()));
    this.#workers.clear();
  }
}
