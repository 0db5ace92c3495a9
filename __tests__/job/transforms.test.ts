import { describe, expect, test } from '@jest/globals';
import {
  appendEnv,
  compose,
  type Container,
  type JobManifest,
  setCommand,
  setImage,
  setLabels,
  setName,
  setRestartPolicy,
} from '../../src/index.js';

const podSpec = (job: JobManifest) => job.spec?.template?.spec;
const containers = (job: JobManifest) => podSpec(job)?.containers;
const withContainers = (...list: Container[]): JobManifest => ({
  spec: { template: { spec: { containers: list } } },
});

describe('the flow container', () => {
  test('is the first of the list, whatever its name', () => {
    const job = setImage('i:1')(withContainers({ name: 'a' }, { name: 'b', image: 'x' }));
    expect(containers(job)).toEqual([
      { name: 'a', image: 'i:1' },
      { name: 'b', image: 'x' },
    ]);
  });

  test('is the one named by flowContainer', () => {
    const job = setImage('i:1', 'b')(withContainers({ name: 'a' }, { name: 'b' }));
    expect(containers(job)).toEqual([{ name: 'a' }, { name: 'b', image: 'i:1' }]);
  });

  test.each([
    ['no spec', {}],
    ['spec null', { spec: null }],
    ['no template', { spec: { backoffLimit: 0 } }],
    ['template null', { spec: { template: null } }],
    ['no containers', { spec: { template: { spec: {} } } }],
    ['containers null', { spec: { template: { spec: { containers: null } } } }],
    ['containers empty', { spec: { template: { spec: { containers: [] } } } }],
  ])('is made and named flow-container: %s', (_, job) => {
    expect(containers(setImage('i:1')(job))).toEqual([{ name: 'flow-container', image: 'i:1' }]);
  });

  test('that does not exist by the given name is an error that lists the names', () => {
    expect(() => setImage('i:1', 'c')(withContainers({ name: 'a' }, { name: 'b' }))).toThrow(
      'No container of the Job spec is called "c"; there are "a", "b".',
    );
  });

  test('as a null entry is an error', () => {
    const job = { spec: { template: { spec: { containers: [null] } } } };
    expect(() => setImage('i:1')(job)).toThrow(expect.objectContaining({ code: 'JOB_SPEC_SHAPE' }));
  });
});

describe('appendEnv', () => {
  test('appends in order, to the flow container only', () => {
    const job = appendEnv([
      { name: 'B', value: '2' },
      { name: 'C', value: '3' },
    ])(withContainers({ env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'X', value: '9' }] }));
    expect(containers(job)).toEqual([
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
          { name: 'C', value: '3' },
        ],
      },
      { env: [{ name: 'X', value: '9' }] },
    ]);
  });

  test('takes the place of entries of the same name, and keeps the order of the rest', () => {
    const before = [
      { name: 'B', value: 'old' },
      { name: 'A', value: '1' },
      { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'Z', value: '26' },
    ];
    const job = appendEnv([{ name: 'B', value: 'new' }])(withContainers({ env: before }));
    expect(containers(job)?.[0]?.env).toEqual([
      { name: 'A', value: '1' },
      { name: 'Z', value: '26' },
      { name: 'B', value: 'new' },
    ]);
  });

  test('of nothing changes nothing, not even a missing list', () => {
    const job = withContainers({ name: 'a' });
    expect(appendEnv([])(job)).toBe(job);
  });

  test('keeps a list that a YAML anchor shared out of the other containers', () => {
    const shared = [{ name: 'SHARED', value: '1' }];
    const job = appendEnv([{ name: 'OURS', value: '2' }])(withContainers({ env: shared }, { env: shared }));
    expect(containers(job)?.[1]?.env).toEqual([{ name: 'SHARED', value: '1' }]);
    expect(shared).toHaveLength(1);
  });
});

describe('setLabels', () => {
  const labelled = setLabels({ identifier: 'id-1', flowRunId: 'run-1' })({
    metadata: { labels: { team: 'a', identifier: '', flow_run_id: '' } },
    spec: { template: { metadata: { labels: { app: 'b', identifier: '' } } } },
  });

  test('puts identifier and flow_run_id on the Job and keeps other labels', () => {
    expect(labelled.metadata).toEqual({ labels: { team: 'a', identifier: 'id-1', flow_run_id: 'run-1' } });
  });

  test('puts only identifier on the pods and keeps other labels', () => {
    expect(labelled.spec?.template?.metadata).toEqual({ labels: { app: 'b', identifier: 'id-1' } });
  });

  test('keeps the true id in an annotation where it is no label value', () => {
    const job = setLabels({ identifier: 'id-1', flowRunId: 'team a/run:1' })({});
    expect(job.metadata?.labels?.['flow_run_id']).toMatch(/^team-a-run-1-[0-9a-f]{10}$/);
    expect(job.metadata?.annotations).toEqual({ 'kubernetes-job-environment/flow-run-id': 'team a/run:1' });
  });
});

describe('setName', () => {
  const run = { flowSlug: 'my-flow', flowRunId: 'run-1' };
  const name = (job: JobManifest, unique?: boolean) => setName({ ...run, unique })(job).metadata?.name;

  test('leaves the name of the YAML alone', () => {
    const job = { metadata: { name: 'Odd_but_mine' } };
    expect(setName(run)(job)).toBe(job);
  });

  test('adds a suffix of the run when names are to be unique', () => {
    expect(name({ metadata: { name: 'mine' } }, true)).toMatch(/^mine-[0-9a-f]{10}$/);
  });

  test('resolves generateName here and keeps it', () => {
    expect(setName(run)({ metadata: { generateName: 'run-' } }).metadata).toEqual({
      generateName: 'run-',
      name: expect.stringMatching(/^run-[0-9a-f]{10}$/),
    });
  });

  test.each([[{}], [{ metadata: null }], [{ metadata: { name: '' } }], [{ metadata: { name: null } }]])(
    'makes a name of the flow when the YAML has none: %j',
    (job) => expect(name(job)).toMatch(/^my-flow-[0-9a-f]{10}$/),
  );

  test('makes a name even for a flow whose name has no letter of the Latin script', () => {
    expect(setName({ ...run, flowSlug: '' })({}).metadata?.name).toMatch(/^flow-[0-9a-f]{10}$/);
  });

  test('cuts a name of 63 characters so that the whole still has 63', () => {
    expect(name({ metadata: { name: 'a'.repeat(63) } }, true)).toMatch(/^a{52}-[0-9a-f]{10}$/);
  });
});

describe('setRestartPolicy', () => {
  test.each([[undefined], [null], ['']])('is Never where the YAML has %j', (restartPolicy) => {
    const job = { spec: { template: { spec: { restartPolicy } } } } as JobManifest;
    expect(podSpec(setRestartPolicy()(job))?.restartPolicy).toBe('Never');
  });

  test('leaves the policy of the YAML alone', () => {
    const job = { spec: { template: { spec: { restartPolicy: 'OnFailure' } } } };
    expect(setRestartPolicy()(job)).toBe(job);
  });
});

test('compose runs transforms in order', () => {
  const job = compose(setCommand(['a'], ['b']), setCommand(['c'], ['d']))({});
  expect(containers(job)).toEqual([{ name: 'flow-container', command: ['c'], args: ['d'] }]);
});
