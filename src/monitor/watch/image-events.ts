import type { ClusterApi, KubernetesObject } from '../../cluster/cluster-api.js';
import { pullMilliseconds } from '../events/image-milestones.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { stripEvent } from './strip.js';

/** What the kubelet told of the images of the pods of a namespace, by pod. */
export class ImageEvents {
  readonly #byPod = new Map<string, KubernetesObject[]>();
  readonly #reflector: Reflector;

  constructor(
    api: ClusterApi,
    options: Pick<ReflectorOptions, 'namespace' | 'sleep' | 'random' | 'onFailure'> & {
      readonly onEvent: (podUid: string) => void;
    },
  ) {
    this.#reflector = new Reflector(api, 'events', {
      ...options,
      // Events carry no labels of their pods. The server selects by one reason only, so it is told what all have.
      fieldSelector: 'involvedObject.kind=Pod,source=kubelet,type=Normal',
      strip: stripEvent,
      onSynced: () => undefined,
      onRecovered: () => undefined,
      onChange: (event, gone) => {
        const podUid = (event['involvedObject'] as { uid?: string } | undefined)?.uid;
        if (podUid === undefined || !/^Pull(ing|ed)$/.test(String(event['reason']))) return;
        // The API server forgets events after an hour.
        if (gone) return void this.#byPod.delete(podUid);
        this.#byPod.set(podUid, [...(this.#byPod.get(podUid) ?? []), event]);
        options.onEvent(podUid);
      },
    });
    void this.#reflector.run();
  }

  of(podUid: string): readonly KubernetesObject[] {
    return this.#byPod.get(podUid) ?? [];
  }

  /** Milliseconds that all pulls of these pods took together; `undefined` when none is known. */
  pullingMs(podUids: Iterable<string>): number | undefined {
    const known = [...podUids]
      .flatMap((uid) => this.of(uid))
      .map((event) => pullMilliseconds(String(event['message'])))
      .filter((ms) => ms !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, ms) => sum + ms, 0);
  }

  stop(): void {
    this.#reflector.stop();
  }
}
