import { describe, expect, test } from '@jest/globals';
import {
  DockerStorage,
  Flow,
  JobSpecInvalidError,
  KubernetesJobEnvironment,
  type KubernetesJobEnvironmentOptions,
  type Logger,
} from 'kubernetes-job-environment';

const storage = new DockerStorage({ imageName: 'flow', imageTag: '1' });
const broken = `apiVersion: batch/v1
kind: Job
metadata: {name: x}
spec:
  backofLimit: 3
  template:
    spec:
      containers:
        - name: flow
          env: [{name: TOKEN, valeu: canary-secret}]
        - name: flow
          image: busybox
          env: [{name: A, value: "1"}, {name: A, value: canary-secret}]
`;

function environmentWith(options: Omit<KubernetesJobEnvironmentOptions, 'jobSpecFile'>): {
  environment: KubernetesJobEnvironment;
  warnings: string[];
} {
  const warnings: string[] = [];
  const logger: Logger = {
    debug: () => {},
    info: () => {},
    warn: (text) => void warnings.push(text),
    error: () => {},
  };
  return { environment: new KubernetesJobEnvironment({ logger, ...options }), warnings };
}

function thrown(work: () => unknown): JobSpecInvalidError {
  try {
    work();
  } catch (error) {
    return error as JobSpecInvalidError;
  }
  throw new Error('nothing was thrown');
}

describe('an environment checks its spec when it is made', () => {
  test('errors throw one error with all findings, lines and marks, and no value', () => {
    const error = thrown(() => environmentWith({ jobSpec: broken }));
    expect(error).toBeInstanceOf(JobSpecInvalidError);
    expect(error.code).toBe('JOB_SPEC_INVALID');
    expect(error.message).toBe(
      [
        'The Job spec has 3 errors.',
        'job spec:5:3 error unknown field "backofLimit" in spec; did you mean "backoffLimit"?',
        '  5 |   backofLimit: …',
        '    |   ^^^^^^^^^^^',
        'job spec:10:31 error unknown field "valeu" in env[0]; did you mean "value"?',
        '  10 |           env: [{name: …, valeu: …}]',
        '     |                           ^^^^^',
        'job spec:11:17 error there is another container of this name above',
        '  11 |         - name: …',
        '     |                 ^',
        'job spec:13:47 warning this variable hides one of the same name above',
        '  13 |           env: [{name: …, value: …}, {name: …, value: …}]',
        '     |                                             ^',
        "If your cluster is newer than this library and knows the field, set validation: 'warn'.",
      ].join('\n'),
    );
    expect(error.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error unknown-field',
      'error unknown-field',
      'error duplicate',
      'warning duplicate',
    ]);
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test("validation: 'warn' logs the errors, keeps them, and sends the unknown field untouched", () => {
    const { environment, warnings } = environmentWith({ jobSpec: broken, validation: 'warn' });
    expect(warnings).toHaveLength(4);
    expect(warnings[0]).toContain('unknown field "backofLimit"');
    expect(environment.findings.map(({ severity }) => severity)).toEqual([
      'error',
      'error',
      'error',
      'warning',
    ]);
    const job = environment.buildJob(new Flow({ name: 'f', environment, storage }), {
      id: 'r',
      cloud: { graphql: 'g', apiKey: 'k' },
    });
    expect(job.spec?.['backofLimit']).toBe(3);
  });

  test("validation: 'off' finds nothing", () => {
    const { environment, warnings } = environmentWith({ jobSpec: broken, validation: 'off' });
    expect(environment.findings).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('warnings alone are logged, and are on the environment', () => {
    const jobSpec = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a.b}\n';
    const { environment, warnings } = environmentWith({ jobSpec });
    expect(environment.findings).toMatchObject([
      { severity: 'warning', code: 'questionable', line: 3, column: 18 },
    ]);
    expect(warnings).toHaveLength(1);
  });

  test('who lets the server take unknown fields gets warnings of them', () => {
    const jobSpec = { apiVersion: 'batch/v1', kind: 'Job', spec: { newField: 1 } } as object;
    const { environment } = environmentWith({ jobSpec, fieldValidation: 'Warn' });
    expect(environment.findings).toMatchObject([{ severity: 'warning', path: 'spec.newField' }]);
    expect(thrown(() => environmentWith({ jobSpec })).message).toContain(
      'spec.newField error unknown field "newField" in spec',
    );
  });

  test('findings leave the machine in no serialisation of the environment', () => {
    const { environment } = environmentWith({ jobSpec: broken, validation: 'warn' });
    expect(JSON.stringify(environment)).not.toContain('backofLimit');
  });
});
