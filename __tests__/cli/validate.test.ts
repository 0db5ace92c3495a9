import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';
import { hasTerminals, startInTerminal } from '../support/terminal.js';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

beforeAll(() => {
  folder.write(
    'bad.yaml',
    `apiVersion: batch/v1
kind: Job
metadata:
  name: nightly
spec:
  backofLimit: 3
  template:
    spec:
      serviceAccount: runner
      containers:
        - name: flow
          env: [{ name: KEY, value: hunter2-hunter2 }]
          comand: [a]
`,
  );
  folder.write('good.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: good }\n');
  folder.write('worn.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: worn, uid: a }\n');
  folder.write('broken: 100%.yaml', 'kind: Job\n\tname: a\n');
});

describe('validate', () => {
  test('shows each finding with its line and a caret, and counts them', async () => {
    await expect(folder.run(['validate', 'bad.yaml', 'good.yaml'])).resolves.toEqual({
      code: 1,
      stderr: '',
      stdout: `bad.yaml:6:3 error unknown field "backofLimit" in spec; did you mean "backoffLimit"?
  6 |   backofLimit: …
    |   ^^^^^^^^^^^
bad.yaml:9:7 warning "serviceAccount" is deprecated; write serviceAccountName; did you mean "serviceAccountName"?
  9 |       serviceAccount: …
    |       ^^^^^^^^^^^^^^
bad.yaml:13:11 error unknown field "comand" in containers[0]; did you mean "command"?
  13 |           comand: […]
     |           ^^^^^^
bad.yaml: 2 errors, 1 warning
good.yaml: no findings
`,
    });
  });

  test('ends with 0 when there are only warnings', async () => {
    const { code, stdout } = await folder.run(['validate', 'worn.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^worn\.yaml: 1 warning$/m);
  });

  test('a file that is no Job is a finding, and the others are still looked into', async () => {
    const { code, stdout } = await folder.run(['validate', 'broken: 100%.yaml', 'missing.yaml', 'good.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^broken: 100%\.yaml:2:1 error /m);
    expect(stdout).toMatch(/^missing\.yaml error The Job spec missing\.yaml does not exist/m);
    expect(stdout).toMatch(/^good\.yaml: no findings$/m);
  });

  test('--output json and yaml give the findings as data', async () => {
    const { code, stdout } = await folder.run(['validate', 'bad.yaml', 'missing.yaml', '--output', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        file: 'bad.yaml',
        code: 'unknown-field',
        line: 6,
        suggestion: 'backoffLimit',
      }),
      expect.objectContaining({ file: 'bad.yaml', code: 'deprecated', severity: 'warning' }),
      expect.objectContaining({
        file: 'bad.yaml',
        path: 'spec.template.spec.containers[0].comand',
        endColumn: 17,
      }),
      expect.objectContaining({ file: 'missing.yaml', code: 'JOB_SPEC_UNREADABLE' }),
    ]);
    const yaml = await folder.run(['validate', 'good.yaml', '--output', 'yaml']);
    expect(yaml).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });

  test('--output github gives workflow commands, escaped', async () => {
    const { code, stdout } = await folder.run([
      'validate',
      'bad.yaml',
      'broken: 100%.yaml',
      '--output',
      'github',
    ]);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(
      '::error file=bad.yaml,line=6,endLine=6,col=3,endColumn=13,title=unknown-field::unknown field "backofLimit" in spec; did you mean "backoffLimit"?',
    );
    expect(lines[1]).toMatch(/^::warning file=bad\.yaml,line=9,/);
    expect(lines[3]).toMatch(
      /^::error file=broken%3A 100%25\.yaml,line=2,endLine=2,col=1,title=JOB_SPEC_SYNTAX::/,
    );
  });

  test('--output sarif gives a SARIF log', async () => {
    const { code, stdout } = await folder.run([
      'validate',
      'bad.yaml',
      'broken: 100%.yaml',
      '--output',
      'sarif',
    ]);
    expect(code).toBe(1);
    const log = JSON.parse(stdout) as {
      version: string;
      runs: { tool: { driver: { name: string; rules: { id: string }[] } }; results: any[] }[];
    };
    expect(log.version).toBe('2.1.0');
    const [{ tool, results } = { tool: { driver: { name: '', rules: [] } }, results: [] }] = log.runs;
    expect(tool.driver.name).toBe('kubernetes-job-environment');
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(results[0]).toMatchObject({
      ruleId: 'unknown-field',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'bad.yaml' },
            region: { startLine: 6, startColumn: 3, endLine: 6, endColumn: 14 },
          },
        },
      ],
    });
    expect(results[3].locations[0].physicalLocation.artifactLocation.uri).toBe('broken%3A%20100%25.yaml');
  });

  test('shows no value of the YAML in any format', async () => {
    for (const output of ['text', 'json', 'yaml', 'github', 'sarif']) {
      const { stdout } = await folder.run(['validate', 'bad.yaml', '--output', output]);
      expect(stdout).toContain('comand');
      expect(stdout).not.toContain('hunter2');
    }
  });

  test('--server asks the API server, which creates nothing', async () => {
    await using cluster = await EmbeddedCluster.start();
    const message = 'Forbidden: no such name here';
    cluster.faults.add({
      verb: 'create',
      resource: 'jobs',
      respond: {
        status: 422,
        body: {
          kind: 'Status',
          status: 'Failure',
          code: 422,
          reason: 'Invalid',
          message: `Job.batch "good" is invalid: metadata.name: ${message}`,
          details: { causes: [{ reason: 'FieldValueForbidden', message, field: 'metadata.name' }] },
        },
      },
    });
    const { kubeConfig } = cluster;
    const refused = await folder.run(['validate', 'good.yaml', '--server'], { kubeConfig });
    expect(refused).toMatchObject({ code: 1, stderr: '' });
    expect(refused.stdout).toMatch(
      /^good\.yaml:3:19 error metadata\.name: Forbidden: no such name here\n {2}3 \|/,
    );
    const taken = await folder.run(['validate', 'good.yaml', '--server'], { kubeConfig });
    expect(taken).toEqual({ code: 0, stdout: 'good.yaml: no findings\n', stderr: '' });
    expect(cluster.requests.map(({ method, query }) => [method, query.get('dryRun')])).toEqual([
      ['POST', 'All'],
      ['POST', 'All'],
    ]);
    expect(cluster.jobs()).toEqual([]);
  });

  test('--server ends with 1 when no server answers', async () => {
    const { code, stderr } = await folder.run([
      'validate',
      'good.yaml',
      '--server',
      '--kubeconfig',
      'nowhere',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: The kubeconfig \(KUBECONFIG=nowhere\) can not be read: nowhere \(ENOENT\)\.\n$/,
    );
  });

  (hasTerminals ? test : test.skip)('has colours on a terminal', async () => {
    const shown = await startInTerminal(folder, ['validate', 'bad.yaml']);
    const { code, raw } = await shown.ended;
    expect(code).toBe(1);
    expect(raw).toContain('\x1b[1mbad.yaml:6:3\x1b[22m \x1b[31merror\x1b[39m unknown field');
    expect(raw).toContain('\x1b[31m    |   ^^^^^^^^^^^\x1b[39m');
  });
});
