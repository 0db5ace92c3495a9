import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { builtPackage } from '../support/built-package.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Block {
  readonly name: string;
  readonly code: string;
  /** `ts no-run`: needs a real cluster; only compiled. */
  readonly runs: boolean;
}

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const blocks: Block[] = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts( no-run)?\n(.*?)^```$/gms)].map(([, noRun, code = ''], index) => ({
    name: `${page.replace(/\W/g, '-')}-${index + 1}`,
    code,
    runs: noRun === undefined,
  }));
});
const jobSpec = /^```yaml\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';

/** What the programs of the pages print; the others must only end well. */
const printed: Record<string, RegExp> = {
  'README-md-2': /flow_run_id: 'run-1'/,
  'README-md-3': /^running run-1\nsucceeded\n$/,
  'docs-guide-md-1': /"name": "my-prefect-job-[0-9a-f]{10}"/,
  'docs-guide-md-2': /^JOB_SPEC_SYNTAX job_spec\.yaml:3:1: /,
  'docs-guide-md-3': /^600\n$/,
  'docs-guide-md-5': /team: 'a'/,
  'docs-guide-md-6': /^done\n$/,
  'docs-guide-md-7': /^cancelled true\n$/,
  'docs-guide-md-8': /^failed exit-code Container "flow-container" of pod .* 10\n$/,
  'docs-guide-md-9': /^BackoffLimitExceeded\n$/,
  'docs-observability-md-1': /^create jobs\nexecute\nwait\n$/,
  'docs-validation-md-1': /^job_spec\.yaml:4:3 error unknown field/,
};

let folder: string;

beforeAll(async () => {
  const { directory } = await builtPackage();
  folder = mkdtempSync(join(directory, 'pages-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'job_spec.yaml'), jobSpec);
  for (const { name, code } of blocks) writeFileSync(join(folder, `${name}.ts`), code);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
  test.each(blocks.filter(({ runs }) => runs))('$name', ({ name, code }) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, `${name}.js`), outputText);
    const { status, stdout, stderr } = spawnSync(process.execPath, [`${name}.js`], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(printed[name] ?? /(?:)/);
  });
});
