import { pod } from './objects.js';
import { get, post } from './script.js';
import type { Script, Step } from './script.js';

const shell = (script: string, rest: object = {}) => ({ command: ['/bin/sh', '-c', script], ...rest });
const runs = (name: string, script: string, spec: object = {}): object =>
  pod(name, {
    container: shell(script),
    spec: { schedulerName: 'default-scheduler', restartPolicy: 'Never', ...spec },
  });

const statusOf = (object: any): any => object.status?.containerStatuses?.[0];
const ended = (name: string) => ({
  path: `pods/${name}`,
  is: (object: any) => /Succeeded|Failed/.test(object.status.phase),
});
const running = (name: string) => ({
  path: `pods/${name}`,
  is: (object: any) => statusOf(object)?.state.running !== undefined,
});
const waiting = (name: string, reasons: readonly string[]) => ({
  path: `pods/${name}`,
  is: (object: any) => reasons.includes(statusOf(object)?.state.waiting?.reason),
});

const text =
  'for i in 1 2 3; do echo "line $i"; done; echo; printf \'na\\303\\257ve \\360\\237\\231\\202\\ttab\\r\\n\'; printf end';
const options = [
  '',
  'container=main',
  'container=other',
  'follow=true',
  'follow=true&tailLines=1',
  'previous=true',
  'timestamps=true',
  'timestamps=true&tailLines=2',
  'tailLines=0',
  'tailLines=1',
  'tailLines=3',
  'tailLines=100',
  'limitBytes=1',
  'limitBytes=10',
  'limitBytes=10&tailLines=2',
  'limitBytes=34&timestamps=true',
  'limitBytes=1000',
  'sinceSeconds=3600',
  'sinceTime=2000-01-01T00:00:00Z',
  'sinceTime=2099-01-01T00:00:00Z',
  'sinceTime=2000-01-01T00:00:00%2B02:00',
  'sinceTime=2000-01-01T00:00:00Z&tailLines=1&timestamps=true&limitBytes=34',
  'insecureSkipTLSVerifyBackend=true',
];
const option = (pod: string, query: string, rest = {}): Step =>
  get(`${pod}, ${query || 'no options'}`, `pods/${pod}/log${query && `?${query}`}`, rest);

/** Bytes of containers that really ran. */
export const logs: Script = {
  name: 'logs',
  needs: 'node',
  steps: [
    post('a Pod that ends', 'pods', runs('ends', text)),
    post('a Pod that fails', 'pods', runs('fails', 'echo wrong >&2; exit 3')),
    post('a Pod that says nothing', 'pods', runs('silent', 'true')),
    post('a Pod that writes a line of 40 kB', 'pods', runs('long', "printf '%040000d\\nlast\\n' 7")),
    post(
      'a Pod that is restarted',
      'pods',
      runs('again', 'echo try; exit 1', { restartPolicy: 'OnFailure' }),
    ),
    post('a Pod that runs', 'pods', runs('runs', 'echo begun; sleep 1000')),
    post(
      'a Pod of two containers',
      'pods',
      runs('two', 'true', {
        containers: ['main', 'second'].map((name) => ({
          name,
          image: 'localhost/busybox:1',
          ...shell(`echo ${name}`),
        })),
      }),
    ),
    post(
      'a Pod with an init container',
      'pods',
      runs('init', 'echo main', {
        initContainers: [{ name: 'first', image: 'localhost/busybox:1', ...shell('echo first') }],
      }),
    ),
    post(
      'a Pod that waits for its init container',
      'pods',
      runs('waits', 'echo main', {
        initContainers: [{ name: 'first', image: 'localhost/busybox:1', ...shell('echo first; sleep 1000') }],
      }),
    ),
    post(
      'a Pod whose image is nowhere',
      'pods',
      pod('nowhere', {
        container: { image: 'localhost/nowhere:1' },
        spec: { schedulerName: 'default-scheduler', restartPolicy: 'Never' },
      }),
    ),
    post(
      'a Pod whose image may not be pulled',
      'pods',
      pod('never', {
        container: { image: 'localhost/nowhere:1', imagePullPolicy: 'Never' },
        spec: { schedulerName: 'default-scheduler', restartPolicy: 'Never' },
      }),
    ),
    post(
      'a Pod whose secret is nowhere',
      'pods',
      pod('secret', {
        container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'nowhere', key: 'x' } } }] },
        spec: { schedulerName: 'default-scheduler', restartPolicy: 'Never' },
      }),
    ),
    option('ends', 'stream=Stdout', { once: ended('ends') }),
    ...options.map((query): Step => option('ends', query)),
    option('fails', '', { once: ended('fails') }),
    option('fails', 'timestamps=true'),
    option('silent', '', { once: ended('silent') }),
    option('silent', 'follow=true&timestamps=true'),
    option('long', '', { once: ended('long') }),
    option('long', 'timestamps=true'),
    option('long', 'tailLines=1'),
    option('long', 'tailLines=2&timestamps=true'),
    option('long', 'limitBytes=20000'),
    option('again', '', {
      once: {
        path: 'pods/again',
        is: (object: any) =>
          statusOf(object)?.restartCount === 1 && statusOf(object).state.running === undefined,
      },
    }),
    option('runs', '', { once: running('runs') }),
    option('runs', 'previous=true'),
    option('runs', 'follow=true&limitBytes=3'),
    option('two', '', { once: ended('two') }),
    option('two', 'container=main'),
    option('two', 'container=second'),
    option('init', '', { once: ended('init') }),
    option('init', 'container=first'),
    option('init', 'container=first&previous=true'),
    option('waits', '', {
      once: {
        path: 'pods/waits',
        is: (object: any) => object.status.initContainerStatuses?.[0].state.running !== undefined,
      },
    }),
    option('waits', 'container=first'),
    option('nowhere', '', { once: waiting('nowhere', ['ErrImagePull', 'ImagePullBackOff']) }),
    option('nowhere', 'follow=true'),
    option('never', '', { once: waiting('never', ['ErrImageNeverPull']) }),
    option('secret', '', { once: waiting('secret', ['CreateContainerConfigError']) }),
  ],
};
