import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { editYaml } from '../../src/cli/text/edit-yaml.js';
import { buildJob, readJobSpec } from '../../src/index.js';
import type { Json } from '../../src/job-spec/job-manifest.js';
import { CliFolder } from '../support/cli.js';
import { fixture, fixtures } from '../support/fixtures.js';
import { jobDocument } from '../support/job-document.js';
import { hasTerminals, startInTerminal } from '../support/terminal.js';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

const yaml = `apiVersion: batch/v1
kind: Job
metadata:
  name: nightly
spec:
  template:
    spec:
      containers:
        - name: flow # the first one runs it
          image: ""
          command: [sleep]
          args: ["1"]
          env: [{ name: MODE, value: 'yes' }]
`;

beforeAll(() => {
  folder.write('job_spec.yaml', yaml);
});

describe('render', () => {
  test('prints the Job as it would be sent, the same each time', async () => {
    const args = ['render', 'job_spec.yaml', '--image', 'busybox:1', '--', 'echo', '-n', 'hi'];
    const { code, stdout, stderr } = await folder.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parse(stdout, { version: '1.1' })).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'nightly', labels: { identifier: 'new-for-each-run', flow_run_id: 'run-id' } },
      spec: {
        template: {
          metadata: { labels: { identifier: 'new-for-each-run' } },
          spec: {
            containers: [
              {
                name: 'flow',
                image: 'busybox:1',
                command: ['echo', '-n', 'hi'],
                args: [],
                env: [{ name: 'MODE', value: 'yes' }],
              },
            ],
            restartPolicy: 'Never',
          },
        },
      },
    });
    await expect(folder.run(args)).resolves.toMatchObject({ stdout });
  });

  test('without a command leaves command and args as they are', async () => {
    const { stdout } = await folder.run(['render', 'job_spec.yaml', '--image', 'busybox:1', '-o', 'json']);
    const job = JSON.parse(stdout) as { spec: { template: { spec: { containers: object[] } } } };
    expect(job.spec.template.spec.containers).toEqual([
      expect.objectContaining({ command: ['sleep'], args: ['1'] }),
    ]);
    folder.write('bare.yaml', 'apiVersion: batch/v1\nkind: Job\n');
    const bare = await folder.run([
      'render',
      'bare.yaml',
      '--image',
      'busybox:1',
      '--unique-name',
      '-o',
      'json',
    ]);
    const made = JSON.parse(bare.stdout) as typeof job & { metadata: { name: string } };
    expect(made.spec.template.spec.containers).toEqual([{ name: 'flow-container', image: 'busybox:1' }]);
    expect(made.metadata.name).toMatch(/^bare-[0-9a-f]{10}$/);
  });

  test('quotes what kubectl would take for something else', async () => {
    const { stdout } = await folder.run([
      'render',
      'job_spec.yaml',
      '--image',
      'a:1',
      '--run-id',
      '0644',
      '--',
      'on',
    ]);
    expect(readJobSpec(stdout).json.metadata?.labels).toMatchObject({ flow_run_id: '0644' });
    expect(stdout).toMatch(/- "on"$/m);
  });

  test('--prefect shows the command that the library sends by default', async () => {
    const { code, stdout, stderr } = await folder.run([
      'render',
      'job_spec.yaml',
      '--image',
      'a:1',
      '--prefect',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('prefect.environments.execution.load_and_run_flow()');
    expect(stderr).toMatch(/^warning: The run has no cloud/);
  });

  test('--diff shows what changes, with the comments of the YAML', async () => {
    const { code, stdout } = await folder.run([
      'render',
      'job_spec.yaml',
      '--image',
      'busybox:1',
      '--diff',
      '--',
      'true',
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe(`--- job_spec.yaml
+++ job_spec.yaml (as sent)
@@ -2,12 +2,19 @@
 kind: Job
 metadata:
   name: nightly
+  labels:
+    identifier: new-for-each-run
+    flow_run_id: run-id
 spec:
   template:
     spec:
       containers:
         - name: flow # the first one runs it
-          image: ""
-          command: [sleep]
-          args: ["1"]
+          image: busybox:1
+          command: [ "true" ]
+          args: []
           env: [{ name: MODE, value: 'yes' }]
+      restartPolicy: Never
+    metadata:
+      labels:
+        identifier: new-for-each-run
`);
  });

  test.each([
    [['missing.yaml'], 1, /^error: The Job spec missing\.yaml does not exist/],
    [['job_spec.yaml'], 1, /^error: The flow container in job_spec\.yaml has no image\. Name one, /],
    [
      ['job_spec.yaml', '--image', 'a:1', '--namespace', 'b', '--flow-container', 'c'],
      1,
      /^error: No container .* "c"/,
    ],
    [['job_spec.yaml', '--prefect', 'echo'], 2, /^error: --prefect starts the flow: give no command\n/],
    [['job_spec.yaml', '--diff', '-o', 'json'], 2, /^error: --diff is text/],
  ])('render %j ends with code %d and says why', async (args, code, why) => {
    const ended = await folder.run(['render', ...args]);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(why) });
  });

  (hasTerminals ? test : test.skip)('colours the diff on a terminal, unless NO_COLOR is set', async () => {
    const args = ['render', 'job_spec.yaml', '--image', 'busybox:1', '--diff', '--', 'true'];
    const coloured = await startInTerminal(folder, args);
    expect((await coloured.ended).raw).toContain('\x1b[32m+          image: busybox:1\x1b[39m');
    const plain = await startInTerminal(folder, args, { env: { NO_COLOR: '1' } });
    expect((await plain.ended).raw).not.toContain('\x1b[');
    expect(await plain.screen()).toEqual(await coloured.screen());
  });
});

describe('the edited YAML', () => {
  const run = {
    flowRunId: 'run-1',
    identifier: 'i',
    flowSlug: 'flow',
    image: 'busybox:1',
    command: ['on', '0644'],
    args: [],
    env: [{ name: 'A', value: 'b: c # d' }],
  };

  test.each(fixtures('job-manifests', '.yaml'))('%s is read as the Job that is sent', (name) => {
    const text = jobDocument(fixture(name));
    const spec = readJobSpec(text);
    const job = buildJob(spec, run);
    const { before, after } = editYaml(text, spec.json as Json, job as Json);
    expect(readJobSpec(before).json).toEqual(spec.json);
    expect(readJobSpec(after).json).toEqual(job);
  });

  test('of a YAML with aliases has the same values', () => {
    const text = `${yaml}          volumeMounts: &m [{ name: a, mountPath: /a }]\n        - { name: b, image: b, volumeMounts: *m }\n`;
    const spec = readJobSpec(text);
    const job = buildJob(spec, run);
    expect(readJobSpec(editYaml(text, spec.json as Json, job as Json).after).json).toEqual(job);
  });
});
