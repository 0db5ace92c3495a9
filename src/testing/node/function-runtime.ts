import type { ContainerContext, ContainerExit, ContainerRuntime, ImageFunction } from './images.js';

/** Exit codes of a process that a signal has ended. */
const sigtermExit = 143;
const sigkillExit = 137;

/** Runs a function as a container. */
export function functionRuntime(run: ImageFunction): ContainerRuntime {
  return {
    start(context) {
      let kill!: () => void;
      const killed = new Promise<ContainerExit>((resolve) => {
        kill = () => resolve({ exitCode: sigkillExit });
      });
      return {
        started: Promise.resolve(),
        // A function can not be ended from without: it is left alone, and no longer listened to.
        exit: Promise.race([runFunction(run, context), killed]),
        terminate: () => undefined,
        kill,
      };
    },
  };
}

async function runFunction(run: ImageFunction, context: ContainerContext): Promise<ContainerExit> {
  try {
    // The status "running" is written before the function's first line.
    await Promise.resolve();
    const returned: unknown = await run(context);
    if (isExit(returned)) return returned;
    return { exitCode: typeof returned === 'number' ? returned : 0 };
  } catch (error) {
    if (context.signal.aborted && error === context.signal.reason) return { exitCode: sigtermExit };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    context.stderr.write(`${text}\n`);
    return { exitCode: 1 };
  }
}

// What a function gives back besides is nobody's: it may end with a call that returns something.
const isExit = (returned: unknown): returned is ContainerExit =>
  typeof returned === 'object' &&
  returned !== null &&
  typeof (returned as Partial<ContainerExit>).exitCode === 'number';
