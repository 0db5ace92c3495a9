import { job, pod } from './objects.js';
import { del, get, post } from './script.js';
import type { Script } from './script.js';

const container = { name: 'main', image: 'localhost/busybox:1' };

export const jobCreate: Script = {
  name: 'job-create',
  steps: [
    post('a Job', 'jobs', job('a')),
    get('reads it', 'jobs/a'),
    post('the same name again', 'jobs', job('a')),
    post('no kind and no apiVersion', 'jobs', { metadata: { name: 'plain' }, spec: job('').spec }),
    post('labels of its own', 'jobs', job('labelled', { labels: { app: 'x' }, annotations: { note: 'y' } })),
    post(
      'labels of the template',
      'jobs',
      job('of-template', { template: { metadata: { labels: { app: 'x' } } } }),
    ),
    post(
      'labels of both',
      'jobs',
      job('both', { labels: { a: '1' }, template: { metadata: { labels: { b: '2' } } } }),
    ),
    post(
      'finalizers and owners',
      'jobs',
      job('owned', {
        finalizers: ['example.com/hold'],
        ownerReferences: [
          { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '11111111-1111-4111-8111-111111111111' },
        ],
      }),
    ),
    post('generateName', 'jobs', job('', { generateName: 'flow-' })),
    post('generateName of 70 characters', 'jobs', job('', { generateName: `${'x'.repeat(69)}-` })),
    post('generateName beside a name', 'jobs', job('named', { generateName: 'flow-' })),
    post(
      'fields that the server sets',
      'jobs',
      job('liar', {
        uid: '22222222-2222-4222-8222-222222222222',
        creationTimestamp: '2001-01-01T00:00:00Z',
        generation: 7,
        selfLink: '/x',
        deletionTimestamp: '2001-01-01T00:00:00Z',
      }),
    ),
    post('a resourceVersion', 'jobs', job('versioned', { resourceVersion: '1' })),
    post('a status', 'jobs', { ...job('finished'), status: { succeeded: 3 } }),
    post('parallelism alone', 'jobs', job('parallel', { spec: { parallelism: 3 } })),
    post('completions alone', 'jobs', job('complete', { spec: { completions: 3 } })),
    post(
      'every field of the Job spec',
      'jobs',
      job('full', {
        spec: {
          parallelism: 2,
          completions: 4,
          completionMode: 'Indexed',
          activeDeadlineSeconds: 60,
          backoffLimit: 1,
          ttlSecondsAfterFinished: 9,
          suspend: true,
          podReplacementPolicy: 'Failed',
        },
      }),
    ),
    post(
      'a policy about failed Pods',
      'jobs',
      job('policy', {
        spec: {
          podFailurePolicy: {
            rules: [
              { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
              { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
            ],
          },
        },
      }),
    ),
    post(
      'a template with much in it',
      'jobs',
      job('rich', {
        template: {
          spec: {
            nodeSelector: { disk: 'ssd' },
            serviceAccountName: 'robot',
            terminationGracePeriodSeconds: 5,
            tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
            imagePullSecrets: [{ name: 'pull' }],
            priorityClassName: 'low',
            hostNetwork: false,
            volumes: [{ name: 'scratch', emptyDir: {} }],
            initContainers: [{ name: 'init', image: 'busybox' }],
            containers: [
              {
                ...container,
                command: ['sh', '-c'],
                args: ['true'],
                workingDir: '/tmp',
                ports: [{ containerPort: 80 }],
                env: [
                  { name: 'A', value: '1' },
                  { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                  { name: 'KEY', valueFrom: { secretKeyRef: { name: 'prefect', key: 'api-key' } } },
                ],
                envFrom: [{ configMapRef: { name: 'settings' } }],
                volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
                resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '500m', memory: '64Mi' } },
              },
            ],
          },
        },
      }),
    ),
    post(
      'quantities in other forms',
      'jobs',
      job('quantities', {
        container: {
          resources: { limits: { cpu: 1, memory: '1024Mi' }, requests: { cpu: '0.5', memory: '0.5Gi' } },
        },
      }),
    ),
    post(
      'images with latest, digest and port',
      'jobs',
      job('images', {
        template: {
          spec: {
            containers: [
              { name: 'a', image: 'busybox' },
              { name: 'b', image: 'busybox:latest' },
              { name: 'c', image: 'r.example:5000/x' },
              { name: 'd', image: `x@sha256:${'0'.repeat(64)}` },
              { name: 'e', image: 'x:1' },
            ],
          },
        },
      }),
    ),
    post('null values', 'jobs', job('nulls', { labels: null, spec: { suspend: null, backoffLimit: null } })),
    post(
      'a variable that comes twice',
      'jobs',
      job('twice', {
        container: {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      }),
    ),
    post(
      'YAML',
      'jobs',
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: yaml}\nspec: {managedBy: example.com/nobody, template: {spec: {restartPolicy: Never, containers: [{name: main, image: x}]}}}\n',
      { headers: { 'content-type': 'application/yaml' } },
    ),
    post('a Pod', 'jobs', pod('p')),
    post('batch/v2', 'jobs', { ...job('v2'), apiVersion: 'batch/v2' }),
    post('another namespace in the body', 'jobs', job('elsewhere', { namespace: 'default' })),
    post('a namespace that is not there', '/apis/batch/v1/namespaces/nowhere/jobs', job('lost')),
    del('ends what has a finalizer', 'jobs/owned?propagationPolicy=Background'),
    post('a name that is being deleted', 'jobs', job('owned')),
    post('dry run', 'jobs?dryRun=All', job('dry')),
    get('was not stored', 'jobs/dry'),
    post('dry run of a name that is there', 'jobs?dryRun=All', job('a')),
    post('dry run that is not valid', 'jobs?dryRun=All', job('dry', { spec: { backoffLimit: -1 } })),
    post('dryRun=true', 'jobs?dryRun=true', job('dry')),
    post('pretty', 'jobs?pretty=false', job('pretty')),
    post('a field manager', 'jobs?fieldManager=corpus', job('managed')),
    post('a field manager of 129 characters', `jobs?fieldManager=${'m'.repeat(129)}`, job('managed-2')),
  ],
};
