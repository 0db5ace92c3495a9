/** Uids of cancelled Jobs that are remembered: more than may run at once, and still little memory. */
const REMEMBERED = 20_000;

/** Which Jobs this monitor has cancelled, so that whoever waits for them is told so. */
export class Cancellations {
  readonly #asked = new Map<string, number>();
  /** By uid: whether the Job is gone as well. */
  readonly #accepted = new Map<string, boolean>();

  /** A cancellation is under way: what becomes of the Job is not to be judged until it is decided. */
  begin(uid: string): void {
    this.#asked.set(uid, (this.#asked.get(uid) ?? 0) + 1);
  }

  /** The cancellation under way is decided, or was given up. */
  end(uid: string): void {
    const left = (this.#asked.get(uid) ?? 1) - 1;
    if (left > 0) this.#asked.set(uid, left);
    else this.#asked.delete(uid);
  }

  /** The Job was deleted by us before it had ended. */
  accept(uid: string): void {
    if (!this.#accepted.has(uid)) this.#accepted.set(uid, false);
    const [oldest] = this.#accepted.keys();
    if (this.#accepted.size > REMEMBERED && oldest !== undefined) this.#accepted.delete(oldest);
  }

  /** The cancelled Job was seen to be gone. */
  confirm(uid: string): void {
    this.#accepted.set(uid, true);
  }

  isOpen(uid: string): boolean {
    return this.#asked.has(uid) && !this.#accepted.has(uid);
  }

  isAccepted(uid: string): boolean {
    return this.#accepted.has(uid);
  }

  isConfirmed(uid: string): boolean {
    return this.#accepted.get(uid) === true;
  }
}
