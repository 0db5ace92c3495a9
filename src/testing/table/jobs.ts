import type { Job } from '../objects/types.js';
import { ageColumn, humanDuration, nameColumn, type Printer } from './column.js';

export const jobPrinter: Printer<Job> = {
  columns: [
    nameColumn,
    { name: 'Status', description: 'Status of the job.', cell: statusOf },
    {
      name: 'Completions',
      description:
        'The number of pods which reached phase Succeeded. The value increases monotonically for a given spec. However, it may decrease in reaction to scale down of elastic indexed jobs.',
      cell: completions,
    },
    { name: 'Duration', description: 'Time required to complete the job.', cell: durationOf },
    ageColumn,
    {
      name: 'Containers',
      wide: true,
      description: 'Names of each container in the template.',
      cell: (job) => containers(job, 'name'),
    },
    {
      name: 'Images',
      wide: true,
      description: 'Images referenced by each container in the template.',
      cell: (job) => containers(job, 'image'),
    },
    {
      name: 'Selector',
      wide: true,
      description:
        'A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
      cell: selectorOf,
    },
  ],
};

/** Condition → word; the first that is true counts. A deletion comes third. */
const words = ['Complete', 'Failed', 'Terminating', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

function statusOf({ metadata, status }: Job): string {
  const isTrue = (type: string): boolean =>
    type === 'Terminating'
      ? metadata.deletionTimestamp !== undefined
      : status.conditions?.find((condition) => condition.type === type)?.status === 'True';
  return words.find(isTrue) ?? 'Running';
}

function completions({ spec, status }: Job): string {
  const { succeeded = 0 } = status;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  return `${succeeded}/1${spec.parallelism > 1 ? ` of ${spec.parallelism}` : ''}`;
}

function durationOf({ status }: Job, now: number): string {
  const { startTime, completionTime } = status;
  if (startTime === undefined) return '';
  const end = completionTime === undefined ? now : Date.parse(completionTime);
  return humanDuration(end - Date.parse(startTime));
}

function containers({ spec }: Job, field: 'name' | 'image'): string {
  // A bookmark has null.
  const list = spec.template.spec.containers as Job['spec']['template']['spec']['containers'] | null;
  return (list ?? []).map((container) => container[field]).join(',');
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

function selectorOf({ spec }: Job): string {
  const selector = (spec.selector ?? {}) as {
    matchLabels?: Record<string, string>;
    matchExpressions?: readonly Requirement[];
  };
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`]);
  const others = (selector.matchExpressions ?? []).map((one) => [one.key, expression(one)]);
  const sorted = [...equal, ...others].sort(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)));
  return sorted.map(([, text]) => text).join(',') || '<none>';
}

function expression({ key, operator, values = [] }: Requirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
}
