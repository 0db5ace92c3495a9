import { job } from './objects.js';
import { post } from './script.js';
import type { Script } from './script.js';

const main = { name: 'main', image: 'x:1' };
const inPod = (spec: object) => job('x', { template: { spec } });
const inMain = (container: object) => job('x', { container });
const withSpec = (spec: object) => job('x', { spec });

const bodies: readonly [string, object][] = [
  ['no spec', { metadata: { name: 'x' } }],
  ['no metadata', { spec: job('x').spec }],
  ['an empty name', job('')],
  ['capitals in the name', job('Flow')],
  ['a name of 64 characters', job('x'.repeat(64))],
  ['a name of 254 characters', job('x'.repeat(254))],
  ['a name with a dot', job('a.b')],
  ['a label with a space', job('x', { labels: { a: 'b c' } })],
  ['a label of 64 characters', job('x', { labels: { a: 'y'.repeat(64) } })],
  ['a label key that is none', job('x', { labels: { 'a/b/c': 'd' } })],
  ['an annotation key that is none', job('x', { annotations: { 'a b': 'c' } })],
  ['a label of the template that is none', job('x', { template: { metadata: { labels: { a: 'b c' } } } })],
  [
    'negative counts',
    withSpec({
      backoffLimit: -1,
      parallelism: -1,
      completions: -1,
      activeDeadlineSeconds: -1,
      ttlSecondsAfterFinished: -1,
    }),
  ],
  ['a completionMode that is none', withSpec({ completionMode: 'Some' })],
  ['Indexed without completions', withSpec({ completionMode: 'Indexed', completions: null, parallelism: 2 })],
  ['backoffLimitPerIndex without Indexed', withSpec({ backoffLimitPerIndex: 1 })],
  ['a podReplacementPolicy that is none', withSpec({ podReplacementPolicy: 'Maybe' })],
  ['managedBy that is no path', withSpec({ managedBy: 'nobody' })],
  ['a selector of its own', withSpec({ selector: { matchLabels: { a: 'b' } } })],
  ['manualSelector without selector', withSpec({ manualSelector: true })],
  ['successPolicy without Indexed', withSpec({ successPolicy: { rules: [{ succeededCount: 1 }] } })],
  [
    'podFailurePolicy with OnFailure',
    job('x', {
      spec: { podFailurePolicy: { rules: [] } },
      template: { spec: { restartPolicy: 'OnFailure' } },
    }),
  ],
  ['restartPolicy Always', inPod({ restartPolicy: 'Always' })],
  ['no restartPolicy', inPod({ restartPolicy: null })],
  ['a restartPolicy that is none', inPod({ restartPolicy: 'Sometimes' })],
  ['no containers', inPod({ containers: [] })],
  ['containers null', inPod({ containers: null })],
  ['a container without name and image', inPod({ containers: [{}] })],
  ['a container name with capitals', inPod({ containers: [{ ...main, name: 'Main' }] })],
  ['a name of two containers', inPod({ containers: [main, main] })],
  ['a name of a container and an init container', inPod({ containers: [main], initContainers: [main] })],
  ['an image with a space', inMain({ image: ' x' })],
  ['an imagePullPolicy that is none', inMain({ imagePullPolicy: 'Often' })],
  ['a variable without a name', inMain({ env: [{ value: '1' }] })],
  ['a variable with = in its name', inMain({ env: [{ name: 'A=B', value: '1' }] })],
  [
    'a variable with value and valueFrom',
    inMain({ env: [{ name: 'A', value: '1', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
  ],
  ['a variable with an empty valueFrom', inMain({ env: [{ name: 'A', valueFrom: {} }] })],
  [
    'a fieldPath that is none',
    inMain({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.nome' } } }] }),
  ],
  [
    'a secretKeyRef without key',
    inMain({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a' } } }] }),
  ],
  ['a mount of no volume', inMain({ volumeMounts: [{ name: 'none', mountPath: '/x' }] })],
  [
    'a mount without a path',
    job('x', {
      template: {
        spec: {
          volumes: [{ name: 'v', emptyDir: {} }],
          containers: [{ ...main, volumeMounts: [{ name: 'v' }] }],
        },
      },
    }),
  ],
  ['a volume without a name', inPod({ volumes: [{ emptyDir: {} }] })],
  [
    'two volumes of one name',
    inPod({
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'v', emptyDir: {} },
      ],
    }),
  ],
  ['a volume with two sources', inPod({ volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] })],
  ['a request above its limit', inMain({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } })],
  ['a negative quantity', inMain({ resources: { limits: { cpu: '-1' } } })],
  ['a resource that is none', inMain({ resources: { limits: { gpu: '1' } } })],
  ['a GPU in requests alone', inMain({ resources: { requests: { 'nvidia.com/gpu': '1' } } })],
  ['a fraction of a GPU', inMain({ resources: { limits: { 'nvidia.com/gpu': '500m' } } })],
  ['a port that is none', inMain({ ports: [{ containerPort: 70000 }] })],
  ['a negative grace period', inPod({ terminationGracePeriodSeconds: -1 })],
  ['a deadline of the Pod of 0', inPod({ activeDeadlineSeconds: 0 })],
  ['a dnsPolicy that is none', inPod({ dnsPolicy: 'Never' })],
  ['a nodeSelector that is no label', inPod({ nodeSelector: { 'a b': 'c d' } })],
  ['a toleration that is none', inPod({ tolerations: [{ operator: 'Exist' }] })],
  ['a serviceAccountName that is none', inPod({ serviceAccountName: 'A B' })],
  [
    'an owner without a uid',
    job('x', { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' }] }),
  ],
  ['a finalizer that is no path', job('x', { finalizers: ['hold me'] })],
  [
    'many things at once',
    job('X', {
      spec: { backoffLimit: -1 },
      labels: { a: 'b c' },
      template: { spec: { restartPolicy: 'Always', containers: [{ name: 'A' }] } },
    }),
  ],
];

export const invalid: Script = {
  name: 'invalid',
  // Each under a name of its own, so that one wrongly taken does not count for another.
  steps: bodies.map(([what, body]: readonly [string, any], index) => {
    const named = body.metadata?.name === 'x' ? { ...body.metadata, name: `x-${index}` } : body.metadata;
    return post(what, 'jobs?dryRun=All', { ...body, metadata: named });
  }),
};
