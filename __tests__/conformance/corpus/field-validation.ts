import { job } from './objects.js';
import { post, put } from './script.js';
import type { Script, Step } from './script.js';

const unknown = (name: string) => ({
  ...job(name, { spec: { retries: 3 }, container: { comand: ['x'] } }),
  extra: 1,
});
const words = ['Strict', 'Warn', 'Ignore', 'Loud', ''];
const twice = (name: string): string =>
  JSON.stringify(job(name, { spec: { suspend: true } })).replace(
    '"suspend":true',
    '"suspend":true,"suspend":false',
  );
const mapped = (name: string, container: object) => job(name, { container });

const wrong: readonly [string, object][] = [
  ['a number as an image', mapped('w', { image: 1 })],
  ['a number as the value of a variable', mapped('w', { env: [{ name: 'A', value: 1 }] })],
  ['a string as backoffLimit', job('w', { spec: { backoffLimit: '3' } })],
  ['a fraction as backoffLimit', job('w', { spec: { backoffLimit: 1.5 } })],
  ['3e9 as backoffLimit', job('w', { spec: { backoffLimit: 3e9 } })],
  ['a string as suspend', job('w', { spec: { suspend: 'true' } })],
  ['an object as containers', job('w', { template: { spec: { containers: {} } } })],
  ['a string as command', mapped('w', { command: 'sh' })],
  ['a list as labels', job('w', { labels: [] })],
  ['a number as a label', job('w', { labels: { a: 1 } })],
  ['a string as spec', { ...job('w'), spec: 'x' }],
  ['a list as metadata', { ...job('w'), metadata: [] }],
  ['a quantity that is none', mapped('w', { resources: { limits: { cpu: 'much' } } })],
  ['an object as a quantity', mapped('w', { resources: { limits: { cpu: {} } } })],
  ['a number as kind', { ...job('w'), kind: 1 }],
  ['a time that is none', job('w', { creationTimestamp: 'yesterday' })],
];

export const fieldValidation: Script = {
  name: 'field-validation',
  steps: [
    ...words.map((word): Step =>
      post(
        `unknown fields, ${word || 'empty'}`,
        `jobs?fieldValidation=${word}`,
        unknown(`u-${word.toLowerCase() || 'empty'}`),
      ),
    ),
    post('unknown fields, no word', 'jobs', unknown('u-none')),
    ...['Strict', 'Warn', 'Ignore'].map((word): Step =>
      post(`a field twice, ${word}`, `jobs?fieldValidation=${word}`, twice(`t-${word.toLowerCase()}`)),
    ),
    post(
      'a field in the wrong case, Strict',
      'jobs?fieldValidation=Strict',
      job('case', { spec: { BackoffLimit: 3 } }),
    ),
    post(
      'an unknown field deep within, Strict',
      'jobs?fieldValidation=Strict',
      job('deep', {
        template: {
          spec: {
            securityContext: { runAsUsr: 1 },
            volumes: [{ name: 'a', emptyDir: { sise: 1 } }],
          },
        },
      }),
    ),
    post('an unknown field in metadata, Strict', 'jobs?fieldValidation=Strict', job('meta', { lables: {} })),
    post(
      'an unknown field in a probe, Strict',
      'jobs?fieldValidation=Strict',
      mapped('probe', { livenessProbe: { exec: { comand: [] } } }),
    ),
    ...wrong.map(([what, body]) => post(what, 'jobs', body)),
    post(
      'an unknown field beside a wrong type, Strict',
      'jobs?fieldValidation=Strict',
      job('w', { spec: { retries: 1, backoffLimit: 'x' } }),
    ),
    post('not JSON', 'jobs', '{"kind": "Job",'),
    post('not JSON at the start', 'jobs', 'nonsense'),
    post('nothing', 'jobs', ''),
    post('a list', 'jobs', '[]'),
    post('a string', 'jobs', '"x"'),
    post('null', 'jobs', 'null'),
    put('an update with unknown fields, Strict', 'jobs/u-warn?fieldValidation=Strict', unknown('u-warn')),
    put('an update with unknown fields, Warn', 'jobs/u-warn?fieldValidation=Warn', { ...unknown('u-warn') }),
  ],
};
