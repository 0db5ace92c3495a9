import { updateFlowContainer } from './flow-container.js';
import type { JobTransform } from './job-transform.js';

/** Sets command and args of the flow container: both, as one without the other would run something else. */
export function setCommand(
  command: readonly string[],
  args: readonly string[],
  flowContainer?: string,
): JobTransform {
  return updateFlowContainer(
    (container) => ({ ...container, command: [...command], args: [...args] }),
    flowContainer,
  );
}
