import type { Writable } from 'node:stream';

/** What a container is started with. */
export interface ContainerContext {
  readonly image: string;
  /** As written in the Pod, `$(NAME)` expanded. Empty when the image's own entry point would run. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** The variables the Pod declares, `valueFrom` resolved and `$(NAME)` expanded. */
  readonly env: Readonly<Record<string, string>>;
  readonly pod: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly container: string;
  /** How often the container was restarted in this Pod. */
  readonly restartCount: number;
  /** Aborts when the container is told to end (SIGTERM). After the grace period it is ended without being asked. */
  readonly signal: AbortSignal;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Writes a line to stdout. */
  readonly log: (line: string) => void;
  /** Waits in the cluster's time. Rejects with `signal.reason` when the container is told to end. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * A function that stands for an image. What it returns is the exit code, 0 when it returns none, or the whole end
 * (`{ exitCode: 137, reason: 'OOMKilled' }`); an exception is written to stderr and the exit code is 1, or 143 when it
 * is the reason of `signal`.
 */
export type ImageFunction = (
  context: ContainerContext,
) => Promise<number | ContainerExit | void> | number | ContainerExit | void;

/** How a container ended. */
export interface ContainerExit {
  readonly exitCode: number;
  /** @default 'Completed' for exit code 0, else 'Error' */
  readonly reason?: string;
  readonly message?: string;
}

/** A container that runs. */
export interface RunningContainer {
  /** Resolves when it runs; rejects with the runtime's words when it can not be started. */
  readonly started: Promise<void>;
  readonly exit: Promise<ContainerExit>;
  /** SIGTERM. */
  terminate(): void;
  /** SIGKILL: `exit` resolves soon. */
  kill(): void;
}

/** Starts containers of an image: what a function and a local process have in common. */
export interface ContainerRuntime {
  start(context: ContainerContext): RunningContainer;
}

/** What an image is to the node. */
export type Image = ImageFunction | ContainerRuntime;

/** Images by name; `'*'` stands for every image that is not named. */
export type Images = Readonly<Record<string, Image>>;
