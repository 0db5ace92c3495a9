import type { ClusterApi, KubernetesObject } from '../../cluster/cluster-api.js';
import { Reflector, type ReflectorOptions } from './reflector.js';
import { stripEvent } from './strip-event.js';

/**
 * What the kubelet tells of images, and every warning. Events carry no labels of what they are about; the server selects
 * by one reason only, so it is told what all of these have.
 */
const selectors = ['involvedObject.kind=Pod,source=kubelet,type=Normal', 'type=Warning'];

type Options = Pick<ReflectorOptions, 'namespace' | 'sleep' | 'random' | 'onFailure'> & {
  /** Called with each Event, and again when it was repeated. */
  readonly onEvent: (event: KubernetesObject) => void;
};

/** The Events about the Jobs and pods of a namespace, by the uid of what they are about. */
export class WatchedEvents {
  readonly #byUid = new Map<string, Map<string, KubernetesObject>>();
  readonly #reflectors: readonly Reflector[];
  readonly #unsynced: Set<string>;

  constructor(api: ClusterApi, { onEvent, onFailure, ...options }: Options) {
    this.#unsynced = new Set(selectors);
    this.#reflectors = selectors.map((fieldSelector) => {
      const known = (): void => void this.#unsynced.delete(fieldSelector);
      return new Reflector(api, 'events', {
        ...options,
        fieldSelector,
        strip: stripEvent,
        onSynced: known,
        onRecovered: () => undefined,
        onFailure: (error) => {
          known();
          onFailure(error);
        },
        onChange: (event, gone) => {
          if (this.#keep(event, gone)) onEvent(event);
        },
      });
    });
    for (const reflector of this.#reflectors) void reflector.run();
  }

  /** Whether the Events there were are known, or can not be. */
  get synced(): boolean {
    return this.#unsynced.size === 0;
  }

  of(uid: string): readonly KubernetesObject[] {
    return [...(this.#byUid.get(uid)?.values() ?? [])];
  }

  stop(): void {
    for (const reflector of this.#reflectors) reflector.stop();
  }

  /** Whether there is something new to tell. The API server forgets Events after an hour. */
  #keep(event: KubernetesObject, gone: boolean): boolean {
    const about = aboutRun(event);
    if (about === undefined) return false;
    const events = this.#byUid.get(about) ?? new Map<string, KubernetesObject>();
    if (gone) events.delete(event.metadata.uid);
    else events.set(event.metadata.uid, event);
    if (events.size > 0) this.#byUid.set(about, events);
    else this.#byUid.delete(about);
    return !gone;
  }
}

/** The uid of the Job or pod that an Event is about, when it tells of what is read here. */
function aboutRun(event: KubernetesObject): string | undefined {
  const { kind, uid } = (event['involvedObject'] ?? {}) as { kind?: string; uid?: string };
  const told = event['type'] === 'Warning' || /^Pull(ing|ed)$/.test(String(event['reason']));
  return told && (kind === 'Job' || kind === 'Pod') ? uid : undefined;
}
