import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterApi, FoundRun } from '../../index.js';
import { foundRun } from '../../monitor/control/find-jobs.js';
import { passes } from '../../monitor/patiently.js';
import { OUR_JOBS } from '../../monitor/watch/namespace-watch.js';
import { Reflector } from '../../monitor/watch/reflector.js';

export interface RunChange {
  readonly run: FoundRun;
  /** Whether its Job is not there any more. */
  readonly gone: boolean;
}

/** Tells each run that is there, and each change, for ever; rejects when the cluster does not let this client do it. */
export function watchRuns(
  api: ClusterApi,
  namespace: string,
  onChange: (change: RunChange) => void,
): Promise<never> {
  return new Promise((_, reject) => {
    const reflector = new Reflector(api, 'jobs', {
      namespace,
      labelSelector: OUR_JOBS,
      strip: (job) => job,
      onChange: (job, gone) => onChange({ run: foundRun(job, namespace), gone }),
      onSynced: () => undefined,
      onRecovered: () => undefined,
      onFailure: (error) => {
        if (passes(error)) return;
        reflector.stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      random: Math.random,
    });
    void reflector.run();
  });
}
