import type { FlowRunContext } from '../flow.js';
import { messageOf } from './describe-thrown.js';
import { FlowFailedError } from './errors.js';
import type { RunnableFlow } from './load-flow.js';
import type { ProcessGuard } from './process-guard.js';

/**
 * Runs `onStart` of the flow's environment, the flow, and `onExit`, which is called however the rest went. What the
 * two callbacks throw goes to `report` and changes nothing of the flow's own result.
 *
 * @throws FlowFailedError when the flow fails.
 */
export async function runFlow(
  flow: RunnableFlow,
  context: FlowRunContext,
  guard: ProcessGuard,
  report: (message: string, thrown: unknown) => void,
): Promise<void> {
  const call = async (name: 'onStart' | 'onExit', outcome: string): Promise<void> => {
    try {
      await guard.during(() => flow.environment[name]?.());
    } catch (thrown) {
      report(`${name} of the environment of flow "${flow.name}" failed; ${outcome}.`, thrown);
    }
  };
  await call('onStart', 'the flow runs all the same');
  try {
    await guard.during(() => flow.run(context));
  } catch (cause) {
    throw new FlowFailedError(`Flow "${flow.name}" failed: ${messageOf(cause)}`, { cause });
  } finally {
    await call('onExit', "the flow's own result stands");
  }
}
