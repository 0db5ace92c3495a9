import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  appendEnv,
  buildJob,
  compose,
  type JobManifest,
  type JobRun,
  readJobSpec,
  setCommand,
  setImage,
  setLabels,
  setName,
  setRestartPolicy,
} from '../../src/index.js';
import { labelValue } from '../../src/job/label-value.js';
import { nameForRun } from '../../src/job/set-name.js';
import { deepFreeze } from '../support/deep-freeze.js';
import { fixture, fixtures } from '../support/fixtures.js';
import { untouched } from '../support/untouched.js';

const run: JobRun = {
  flowRunId: 'run-1',
  identifier: 'id-1',
  flowSlug: 'my-flow',
  image: 'gcr.io/dev/flow:1',
  command: ['/bin/sh', '-c'],
  args: ['run me'],
  env: [{ name: 'OURS', value: 'x' }],
};

/** Any JSON object; keys like integers are left out, as JavaScript puts those first whatever one does. */
const key = fc.string({ minLength: 1, maxLength: 8 }).filter((k) => !/^\d+$/.test(k));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1.5, '', '0644', '2Gi'),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
}));
const extra = json.object as fc.Arbitrary<Record<string, unknown>>;
const labels = fc.dictionary(key, fc.string());
const container = fc
  .tuple(extra, fc.constantFrom('a', 'b', 'c'))
  .map(([rest, name]) => ({ ...rest, name, env: [] }));

/** A Job with fields this library knows, and with any others beside them at each level. */
const anyJob: fc.Arbitrary<JobManifest> = fc
  .tuple(extra, extra, extra, extra, extra, extra, labels, fc.array(container, { maxLength: 3 }))
  .map(([top, metadata, spec, template, podMetadata, podSpec, userLabels, containers]) => ({
    ...top,
    kind: 'Job',
    metadata: { ...metadata, name: 'mine', labels: userLabels, annotations: {} },
    spec: {
      ...spec,
      template: {
        ...template,
        metadata: { ...podMetadata, labels: userLabels },
        spec: { ...podSpec, containers, restartPolicy: 'Never' },
      },
    },
  }));

describe('buildJob', () => {
  test('gives what the transforms that are exported make one after the other, to the byte', () => {
    const variables = fc.array(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.string() }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(anyJob, variables, fc.string({ minLength: 1 }), (job, env, flowRunId) => {
        const oneByOne = compose(
          setImage(run.image),
          setCommand(run.command, run.args),
          appendEnv(env),
          setRestartPolicy(),
          setName({ flowSlug: run.flowSlug, flowRunId }),
          setLabels({ identifier: run.identifier, flowRunId }),
        );
        expect(JSON.stringify(buildJob({ json: job }, { ...run, env, flowRunId }))).toBe(
          JSON.stringify(oneByOne(job)),
        );
      }),
    );
  });

  test('never changes its input', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        const before = JSON.stringify(job);
        buildJob({ json: deepFreeze(job) }, run);
        expect(JSON.stringify(job)).toBe(before);
      }),
    );
  });

  test('leaves everything outside the contract as it was, in the same order', () => {
    fc.assert(
      fc.property(
        anyJob.filter((job) => (job.spec?.template?.spec?.containers?.length ?? 0) > 0),
        (job) => {
          // Compared as text, so that the order of keys counts.
          expect(JSON.stringify(untouched(buildJob({ json: job }, run)))).toBe(
            JSON.stringify(untouched(job)),
          );
        },
      ),
    );
  });

  test('gives the same Job for the same ids', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        expect(JSON.stringify(buildJob({ json: job }, run))).toBe(
          JSON.stringify(buildJob({ json: job }, run)),
        );
      }),
    );
  });

  test('gives independent Jobs: filling in one does not show in another, nor in the spec', () => {
    const spec = readJobSpec(fixture('prefect-contract/manifests/seed/seed-2.yaml'));
    const first = buildJob(spec, run);
    const second = buildJob(spec, { ...run, flowRunId: 'run-2', identifier: 'id-2', env: [] });
    expect(first.metadata?.labels).toEqual({ identifier: 'id-1', flow_run_id: 'run-1' });
    expect(second.metadata?.labels).toEqual({ identifier: 'id-2', flow_run_id: 'run-2' });
    expect(second.spec?.template?.spec?.containers?.[0]?.env).toEqual([{ name: 'MY_ENV', value: 'foo' }]);
    expect(spec.json.metadata?.labels).toEqual({ identifier: '' });
  });

  test('shares what it does not touch with the spec, so that building is cheap', () => {
    const spec = readJobSpec(fixture('prefect-contract/manifests/seed/seed-2.yaml'));
    const resources = (job: JobManifest) => job.spec?.template?.spec?.containers?.[0]?.['resources'];
    expect(resources(buildJob(spec, run))).toBe(resources(spec.json));
  });

  test.each(fixtures('job-manifests', '.yaml').filter((file) => !fixture(file).includes('\n---\n')))(
    'keeps what %s says outside the contract',
    (file) => {
      const { json } = readJobSpec(fixture(file));
      const withSections = structuredClone(json) as any;
      withSections.metadata ??= {};
      withSections.metadata.labels ??= {};
      withSections.spec.template.metadata ??= {};
      withSections.spec.template.metadata.labels ??= {};
      withSections.spec.template.spec.restartPolicy ??= 'Never';
      withSections.metadata.name ??= expect.stringMatching(/-[0-9a-f]{10}$/);
      expect(untouched(buildJob({ json }, run))).toEqual(withExpectation(withSections));
    },
  );
});

/** `untouched` for an expected value, which may hold a matcher that can not be cloned. */
function withExpectation(job: any): unknown {
  const { name } = job.metadata;
  const result: any = untouched({ ...job, metadata: { ...job.metadata, name: '' } });
  result.metadata.name = name;
  return result;
}

describe("the user's transforms", () => {
  test('see the filled-in container and can change it', () => {
    const addSidecar = (job: JobManifest): JobManifest => {
      const containers = job.spec?.template?.spec?.containers ?? [];
      expect(containers[0]?.image).toBe(run.image);
      const podSpec = { ...job.spec?.template?.spec, containers: [...containers, { name: 'sidecar' }] };
      return { ...job, spec: { ...job.spec, template: { ...job.spec?.template, spec: podSpec } } };
    };
    const built = buildJob({ json: {} }, { ...run, transforms: [addSidecar] });
    expect(built.spec?.template?.spec?.containers).toHaveLength(2);
  });

  test('can not break the lock: the two labels are set after them', () => {
    const unlabel = (job: JobManifest): JobManifest => ({ ...job, metadata: { name: 'other', labels: {} } });
    const built = buildJob({ json: {} }, { ...run, transforms: [unlabel] });
    expect(built.metadata).toEqual({ name: 'other', labels: { identifier: 'id-1', flow_run_id: 'run-1' } });
  });

  test.each<[string, unknown]>([
    ['nothing', () => undefined],
    ['a list', () => []],
    ['a promise', async (job: JobManifest) => job],
  ])('that give back %s are an error that names them', (_, transform) => {
    const build = () => buildJob({ json: {} }, { ...run, transforms: [transform as () => JobManifest] });
    expect(build).toThrow(
      /^Transform 1.* did not return a Job; a transform returns a changed copy, at once\.$/,
    );
  });

  test('that throw are an error that names them and keeps the cause', () => {
    const cause = new Error('no');
    const badTransform = (): JobManifest => {
      throw cause;
    };
    const build = () => buildJob({ json: {} }, { ...run, transforms: [(job) => job, badTransform] });
    expect(build).toThrow(expect.objectContaining({ code: 'TRANSFORM_FAILED', cause }));
    expect(build).toThrow('Transform 2 (badTransform) threw');
  });

  test('that change the stored spec in place fail, as it is frozen', () => {
    const spec = readJobSpec(fixture('prefect-contract/manifests/seed/seed-2.yaml'));
    const mutate = (job: JobManifest): JobManifest => {
      (job.spec?.template?.spec?.containers?.[0] as any).resources.limits.cpu = '3';
      return job;
    };
    expect(() => buildJob(spec, { ...run, transforms: [mutate] })).toThrow(
      expect.objectContaining({ code: 'TRANSFORM_FAILED' }),
    );
  });
});

describe('names', () => {
  const base = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,80}[a-z0-9])?$/);

  test('of a run are valid, at most 63 characters long, and the same for the same run', () => {
    fc.assert(
      fc.property(base, fc.string({ minLength: 1 }), (text, flowRunId) => {
        const name = nameForRun(text, flowRunId);
        expect(name).toMatch(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/);
        expect(nameForRun(text, flowRunId)).toBe(name);
      }),
    );
  });

  test('of different runs differ', () => {
    fc.assert(
      fc.property(base, fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 20 }), (text, ids) => {
        expect(new Set(ids.map((id) => nameForRun(text, id))).size).toBe(ids.length);
      }),
    );
  });
});

describe('label values', () => {
  const valid = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

  test('are valid for any id', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 200 }),
        (id) => void expect(labelValue(id)).toMatch(valid),
      ),
    );
  });

  test('are the id itself when it is valid', () => {
    fc.assert(fc.property(fc.stringMatching(valid), (id) => void expect(labelValue(id)).toBe(id)));
  });

  test('differ for ids that have the same valid characters', () => {
    expect(labelValue('a/b')).not.toBe(labelValue('a:b'));
  });
});
