import type { KubernetesObject } from '../../cluster/cluster-api.js';
import { verdictOf } from '../outcome/job-outcome.js';
import type { Milestone } from './run-event.js';
import { conditionOf, defined } from '../status.js';

/** What the state of a Job tells to have happened to its run, in order. */
export function jobMilestones(job: KubernetesObject, gone: boolean, created: boolean): readonly Milestone[] {
  const { creationTimestamp } = job.metadata;
  const milestones: Milestone[] = [
    {
      key: 'created',
      event: created
        ? { type: 'submitted', source: 'api-server', time: creationTimestamp }
        : { type: 'adopted', source: 'monitor' },
    },
  ];
  // `Suspended` is there only of a Job that ever was, and stays with `False` when it goes on.
  const suspension = conditionOf(job, 'Suspended');
  if (suspension !== undefined) {
    milestones.push({
      key: `${suspension.status} ${suspension.lastTransitionTime}`,
      slot: 'suspension',
      event: {
        type: suspension.status === 'True' ? 'suspended' : 'resumed',
        source: 'job-controller',
        time: suspension.lastTransitionTime,
        ...defined({ reason: suspension.reason }),
      },
    });
  }
  const verdict = verdictOf(job);
  if (verdict !== undefined) {
    const { status, reason, message, time } = verdict;
    milestones.push({ key: 'end', event: { type: status, source: 'job-controller', time, reason, message } });
  }
  if (gone) {
    milestones.push({
      key: 'gone',
      event: { type: 'deleted', source: 'api-server' },
    });
  }
  return milestones;
}
