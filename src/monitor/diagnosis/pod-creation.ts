import type { JobPath } from '../../job-spec/job-manifest.js';
import type { Case, Draft } from './case.js';
import type { DiagnosisCategory } from './diagnosis.js';
import { cite, eventsOfJob } from './events.js';
import { timeAt } from './raw.js';
import { podPath } from './spec-paths.js';

interface Refusal {
  readonly words: RegExp;
  readonly category: DiagnosisCategory;
  readonly advice: string;
  readonly paths: readonly JobPath[];
}

const resources: readonly JobPath[] = [
  [...podPath, 'containers', 0, 'resources'],
  [...podPath, 'containers', 0],
];

/**
 * Why the API server refuses to create a pod, by its words. A Job whose pods are refused has no pod and no condition.
 * Sources: k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go, k8s.io/pod-security-admission,
 * k8s.io/kubernetes/plugin/pkg/admission (limitranger, serviceaccount, priority, runtimeclass),
 * k8s.io/apiserver/pkg/admission/plugin/webhook/errors
 */
const refusals: readonly Refusal[] = [
  {
    words: /because it is being terminated/,
    category: 'namespace-terminating',
    advice: 'The namespace is being deleted: run it in another one.',
    paths: [['metadata', 'namespace']],
  },
  {
    words: /exceeded quota|failed quota/,
    category: 'quota',
    advice:
      'Ask for less, wait until other pods have ended, or have the ResourceQuota raised; the pod is then created by itself.',
    paths: resources,
  },
  {
    words: /violates PodSecurity/,
    category: 'pod-security',
    advice:
      'Set the securityContext fields that the message names, or run it in a namespace with a less strict Pod Security Standard.',
    paths: [
      [...podPath, 'containers', 0, 'securityContext'],
      [...podPath, 'securityContext'],
      [...podPath, 'containers', 0],
    ],
  },
  {
    words: /(minimum|maximum) \S+ usage per|limit to request ratio/,
    category: 'limit-range',
    advice: 'Bring requests and limits within the bounds of the LimitRange that the message names.',
    paths: resources,
  },
  {
    words: /service ?account .*not found/i,
    category: 'service-account-missing',
    advice: 'Create the ServiceAccount in the namespace, or correct serviceAccountName.',
    paths: [
      [...podPath, 'serviceAccountName'],
      [...podPath, 'serviceAccount'],
    ],
  },
  {
    words: /PriorityClass/,
    category: 'priority-class-missing',
    advice: 'Create the PriorityClass, or correct priorityClassName.',
    paths: [[...podPath, 'priorityClassName']],
  },
  {
    words: /RuntimeClass/i,
    category: 'runtime-class-missing',
    advice: 'Create the RuntimeClass, or correct runtimeClassName.',
    paths: [[...podPath, 'runtimeClassName']],
  },
  {
    words: /admission webhook|failed calling webhook|ValidatingAdmissionPolicy/,
    category: 'admission',
    advice:
      'Change what the policy objects to, or ask who runs it; when the webhook cannot be reached, it has to be brought back.',
    paths: [[...podPath]],
  },
];

const other: Refusal = {
  words: /^/,
  category: 'pod-creation',
  advice: 'Change what the message objects to; the Job controller tries again by itself.',
  paths: [[...podPath]],
};

/** Why there is no pod. Every try is an event of its own, as the message holds the name of the pod. */
export function explainCreation(run: Case): Draft[] {
  const events = eventsOfJob(run).filter(({ reason }) => reason === 'FailedCreate');
  const event = events.at(-1);
  if (event === undefined || run.ending || run.suspended) return [];
  const newest = Math.max(
    ...run.pods.map(({ object }) => timeAt(object, 'metadata', 'creationTimestamp') ?? 0),
  );
  const latest = event.last ?? event.first;
  // A pod was created since: the cause has passed.
  if (latest !== undefined && newest >= latest) return [];
  const message = event.message.replace(/^Error creating: (pods "[^"]*" is forbidden: )?/, '');
  const { category, advice, paths } = refusals.find(({ words }) => words.test(message)) ?? other;
  const tries = events.reduce((sum, { count }) => sum + count, 0);
  return [
    {
      category,
      summary: `The API server refuses to create a pod of Job "${run.jobName}": ${message}.`,
      advice,
      evidence: [cite(event), `${tries} tries failed`],
      paths,
      stuck: true,
    },
  ];
}
