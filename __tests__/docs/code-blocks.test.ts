import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { builtPackage } from '../support/built-package.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Block {
  readonly name: string;
  readonly code: string;
}

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const blocks: Block[] = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], index) => ({
    name: `${page.replace(/\W/g, '-')}-${index + 1}`,
    code,
  }));
});
const jobSpec = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';

/** What the programs of the pages print; the others must only end well. */
const printed: Record<string, RegExp> = {
  'README-md-1': /^flow-run-1 in default\nsucceeded CompletionsReached\n$/,
  'README-md-2': /flow_run_id: 'run-1'/,
  'README-md-3': /^running run-1\nsucceeded\n$/,
  'docs-cancel-md-1': /^cancelled true\n$/,
  'docs-errors-md-1': /^JOB_SPEC_UNREADABLE /,
  'docs-exactly-once-md-1': /^1 false false true\n$/,
  'docs-getting-started-md-1': /^this is run run-1\nsucceeded CompletionsReached\n$/,
  'docs-getting-started-md-2': /^$/,
  'docs-logs-md-1': /^flow-container one\nflow-container two\n$/,
  'docs-migrating-md-1': /gcr\.io\/dev\/k8s-job-flow:0\.1\.0/,
  'docs-observability-md-1': /^create jobs\nexecute\nwait\n$/,
  'docs-outcomes-md-1': /^failed exit-code Container "flow-container" of pod .* 10\n$/,
  'docs-own-environment-md-1': /^600\n$/,
  'docs-own-environment-md-2': /team: 'a'/,
  'docs-own-environment-md-3': /^done\n$/,
  'docs-own-environment-md-4': /^python -m flows\.my_flow\n$/,
  'docs-own-environment-md-5': /^\/flows\/my-flow\.py\n$/,
  'docs-prefect-flows-md-1': /^(PREFECT__\w+\n){11}$/,
  'docs-scale-md-1': /^default\n$/,
  'docs-scale-md-2': /^50 true\n$/,
  'docs-security-md-1': /"secretKeyRef":\{"name":"prefect","key":"api-key"\}/,
  'docs-testing-your-orchestrator-md-1': /^succeeded\n\[ 503, 201 \]\n$/,
  'docs-testing-your-orchestrator-md-2': /^BackoffLimitExceeded\n$/,
  'docs-your-yaml-md-1': /"name": "my-prefect-job-[0-9a-f]{10}"/,
  'docs-your-yaml-md-2': /^JOB_SPEC_SYNTAX job_spec\.yaml:3:1: /,
  'docs-testing-md-1': /^429 true\nreset\ncut\n200 true\nTimeoutError\n200 true\ntrue\n$/,
  'docs-validation-md-1': /^job_spec\.yaml:4:3 error unknown field/,
};

/** The image that the pages name for a cluster of the reader's own. */
const theirImage = 'gcr.io/dev/k8s-job-flow:0.1.0';
let folder: string;
/** What stands for the cluster of the reader: `connect()` with no kubeconfig of its own finds it. */
let theirs: EmbeddedCluster;

beforeAll(async () => {
  theirs = await EmbeddedCluster.start({
    namespaces: ['flows'],
    secrets: { prefect: { 'api-key': 'key' } },
    images: {
      [theirImage]: ({ env, log, pod }) => {
        log(`${env['PREFECT__CONTEXT__FLOW_RUN_ID']} in ${pod.namespace}`);
        return 0;
      },
    },
  });
  const { directory } = await builtPackage();
  folder = mkdtempSync(join(directory, 'pages-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'job_spec.yaml'), jobSpec);
  writeFileSync(join(folder, 'kubeconfig'), theirs.kubeConfig.replaceAll('"embedded"', '"my-cluster"'));
  for (const { name, code } of blocks) writeFileSync(join(folder, `${name}.ts`), code);
});

afterAll(async () => {
  await theirs.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the pages have code, and each pattern here has its program', () => {
  expect(blocks.length).toBeGreaterThan(8);
  expect(blocks.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(printed)));
});

test('all programs of the pages compile', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram({
    rootNames: blocks.map(({ name }) => join(folder, `${name}.ts`)),
    // `rootDir` and `types` count from this project, not from the folder of the pages.
    options: { ...options, rootDir: root, typeRoots: [join(root, 'node_modules/@types')] },
  });
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.split('/').pop()}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(problems).toEqual([]);
});

describe('each program of the pages runs', () => {
  test.each(blocks)('$name', async ({ name, code }) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
    // Rejects, with what was printed, when the program ends in an error.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [`${name}.js`], {
      cwd: folder,
      // In a pod the cluster of that pod would come first.
      env: { ...process.env, KUBERNETES_SERVICE_HOST: '', KUBECONFIG: join(folder, 'kubeconfig') },
      timeout: 60_000,
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(printed[name] ?? /(?:)/);
  });
});
