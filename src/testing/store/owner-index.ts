import type { KubeObject } from '../objects/types.js';

/** Which objects name which owner, so that an owner's own are found without looking at all. */
export class OwnerIndex {
  readonly #owned = new Map<string, Set<string>>();

  /** Takes in a write of the object under `key`. */
  update(key: string, previous: KubeObject | undefined, next: KubeObject | undefined): void {
    for (const { uid } of previous?.metadata.ownerReferences ?? []) {
      const keys = this.#owned.get(uid);
      keys?.delete(key);
      if (keys?.size === 0) this.#owned.delete(uid);
    }
    for (const { uid } of next?.metadata.ownerReferences ?? []) {
      const keys = this.#owned.get(uid);
      if (keys === undefined) this.#owned.set(uid, new Set([key]));
      else keys.add(key);
    }
  }

  keysOf(ownerUid: string): string[] {
    return [...(this.#owned.get(ownerUid) ?? [])].sort();
  }
}
