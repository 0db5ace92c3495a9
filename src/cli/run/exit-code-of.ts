import type { JobOutcome } from '../../index.js';
import { exitCodes } from '../exit-codes.js';

/** The exit code of the flow: that of the last pod in which it did not end with 0. */
export function exitCodeOf({ status, pods }: JobOutcome, flowContainer: string): number {
  if (status === 'succeeded') return exitCodes.ok;
  const codes = pods.map(
    ({ containers }) => containers.find(({ init, name }) => !init && name === flowContainer)?.exitCode ?? 0,
  );
  return codes.findLast((code) => code !== 0) ?? exitCodes.noExitCode;
}
