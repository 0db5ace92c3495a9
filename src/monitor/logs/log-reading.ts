/** One log that is being read: of which container, and the stamp of the last line that the reader was given. */
interface Place {
  readonly pod: string;
  readonly container: string;
  time: string;
  isOpen: boolean;
}

/** One reader of a Job's logs, for those who must not take a log away from it. */
export class LogReading {
  readonly #places = new Map<string, Place>();
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  /** The logs that are being read now. */
  get open(): readonly Pick<Place, 'pod' | 'container'>[] {
    return [...this.#places.values()].filter(({ isOpen }) => isOpen);
  }

  begin(pod: string, container: string): void {
    this.#places.set(`${pod}/${container}`, { pod, container, time: '', isOpen: true });
  }

  /** The reader has taken the line of this stamp, and asks for more. */
  took(pod: string, container: string, time: string): void {
    const place = this.#places.get(`${pod}/${container}`);
    if (place !== undefined && time > place.time) place.time = time;
    this.#tell();
  }

  end(pod: string, container: string): void {
    const place = this.#places.get(`${pod}/${container}`);
    if (place !== undefined) place.isOpen = false;
    this.#tell();
  }

  /** All logs are read, or the reader has left. */
  endAll(): void {
    this.#isOver = true;
    for (const place of this.#places.values()) place.isOpen = false;
    this.#tell();
  }

  /** Resolves when the reader was given the line of this stamp, or will be given no more. */
  async until(pod: string, container: string, time: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const place = this.#places.get(`${pod}/${container}`);
      if (place === undefined || !place.isOpen || place.time >= time) return;
      await this.#change(signal);
    }
  }

  /** Resolves when the reader has read all, or has left. */
  async untilOver(signal: AbortSignal): Promise<void> {
    while (!this.#isOver) {
      signal.throwIfAborted();
      await this.#change(signal);
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.add(done);
    });
  }

  #tell(): void {
    for (const done of [...this.#waiting]) done();
  }
}
