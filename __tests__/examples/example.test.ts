import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { connect } from '../../src/index.js';
import { EmbeddedCluster, type ImageFunction } from '../../src/testing/index.js';
import { builtPackage } from '../support/built-package.js';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

/** The example as `npm start` runs it: compiled, beside its YAML, with the package as users get it. */
let folder: string;

beforeAll(async () => {
  const { directory } = await builtPackage();
  folder = mkdtempSync(join(directory, 'example-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  copyFileSync(join(examples, 'job_spec.yaml'), join(folder, 'job_spec.yaml'));
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.ts'))) {
    const { outputText } = ts.transpileModule(readFileSync(join(examples, name), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], kubeConfig?: object): { ended: Promise<Ended>; kill: () => void } {
  const file = join(mkdtempSync(join(folder, 'kubeconfig-')), 'config');
  writeFileSync(file, JSON.stringify(kubeConfig ?? {}));
  const child = spawn(process.execPath, ['main.js', ...args], {
    cwd: folder,
    env: { ...process.env, KUBECONFIG: file, NODE_OPTIONS: '' },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { ended, kill: () => child.kill('SIGINT') };
}

const run = (args: readonly string[], kubeConfig?: object): Promise<Ended> => start(args, kubeConfig).ended;

function config(server: string, token = 'none'): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'mine', context: { cluster: 'c', user: 'u', namespace: 'default' } }],
    'current-context': 'mine',
  };
}

/** An image that runs until it is told to end, and when it does run. */
function endless(): { image: ImageFunction; running: Promise<void> } {
  let started = (): void => undefined;
  const running = new Promise<void>((resolve) => (started = resolve));
  const image: ImageFunction = ({ sleep }) => {
    started();
    return sleep(1e9);
  };
  return { image, running };
}

describe('the example', () => {
  test('shows the Job beside its YAML, the output as it came, and the outcome', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {4}identifier: "" +\| +identifier: [0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^ +> +flow_run_id: [0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^ {10}image: "" +\| +image: gcr\.io\/dev\/k8s-job-flow:0\.1\.0$/m);
    expect(stdout).toMatch(/^ {14}cpu: "2" +cpu: "2"$/m);
    expect(stdout).toMatch(/^my-prefect-job-\w{5} \| Example!$/m);
    expect(stdout).toMatch(/^Job default\/my-prefect-job succeeded: CompletionsReached/m);
  });

  test('runs on the cluster of another context', async () => {
    await using cluster = await EmbeddedCluster.start({
      images: { 'mine:1': ({ log }) => log('from the cluster') },
    });
    const args = ['--context', 'mine', '--image', 'mine:1'];
    const { code, stdout, stderr } = await run(args, config(cluster.url, cluster.token));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('| from the cluster');
    expect(cluster.jobs()).toHaveLength(1);
  });

  test('ends with exit code 1 when the run does not succeed', async () => {
    const { image, running } = endless();
    await using cluster = await EmbeddedCluster.start({ images: { '*': image } });
    const { ended } = start(['--context', 'mine'], config(cluster.url, cluster.token));
    await running;
    await using api = connect(cluster.kubeConfig);
    await api.deleteNamespacedJob({
      namespace: 'default',
      name: 'my-prefect-job',
      propagationPolicy: 'Background',
    });
    const { code, stdout } = await ended;
    expect(stdout).toContain('Job default/my-prefect-job lost: Deleted');
    expect(code).toBe(1);
  });

  test('ends with a sentence and exit code 1 when it is interrupted; the Job goes on', async () => {
    const { image, running } = endless();
    await using cluster = await EmbeddedCluster.start({ images: { '*': image } });
    const { ended, kill } = start(['--context', 'mine'], config(cluster.url, cluster.token));
    await running;
    kill();
    await expect(ended).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Interrupted; .*\n$/),
    });
    expect(cluster.jobs()[0]?.metadata.deletionTimestamp).toBeUndefined();
  });

  test.each<[string, string[], object | undefined, RegExp]>([
    [
      'the context is not there',
      ['--context', 'nope'],
      config('http://127.0.0.1:1'),
      /^The kubeconfig has no context "nope". Its contexts are: "mine"\.\n$/,
    ],
    [
      'the cluster can not be reached',
      ['--context', 'mine'],
      config('http://127.0.0.1:1'),
      /^Could not list jobs .*127\.0\.0\.1:1.*connection refused.*\n$/,
    ],
    ['there is no kubeconfig', ['--context', 'mine'], undefined, /^The kubeconfig .*\n$/],
    ['an option is unknown', ['--bogus'], undefined, /^Unknown option '--bogus'/],
  ])('ends with one sentence and exit code 1 when %s', async (_, args, kubeConfig, sentence) => {
    const { code, stderr, stdout } = await run(args, kubeConfig);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(1);
    expect(stdout).toBe('');
  });
});
