import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EmbeddedCluster, localProcess } from '../../src/testing/index.js';
import { builtPackage } from '../support/built-package.js';

/**
 * What the README and the page on getting started tell a reader to type, in an empty folder, in their order and as it
 * stands there: but that the package comes from its tarball.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = (name: string): string => readFileSync(join(root, name), 'utf8');
const [readme, gettingStarted] = [page('README.md'), page('docs/getting-started.md')];
const block = (text: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1] ?? '';
const exec = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'first-steps-'));
/** What npx installs stays in npm's cache: here in one that is removed, with the downloads of the user's own. */
const cache = join(folder, 'npm');
let tarball: string;
let cluster: EmbeddedCluster;

beforeAll(async () => {
  cluster = await EmbeddedCluster.start({ images: { busybox: localProcess() } });
  writeFileSync(join(folder, 'kubeconfig'), cluster.kubeConfig);
  const { stdout: users } = await exec('npm', ['config', 'get', 'cache']);
  mkdirSync(join(users.trim(), '_cacache'), { recursive: true });
  mkdirSync(cache);
  symlinkSync(join(users.trim(), '_cacache'), join(cache, '_cacache'));
  const { directory } = await builtPackage();
  const { stdout } = await exec(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    { cwd: join(directory, 'node_modules/kubernetes-job-environment') },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  tarball = join(folder, filename);
}, 120_000);

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Types lines into a shell; gives what they print. */
async function type(where: string, lines: string): Promise<string> {
  const typed = lines
    .replaceAll(/\bnpm install kubernetes-job-environment\b/g, `npm install ${tarball}`)
    .replaceAll(/\bnpx kubernetes-job-environment\b/g, `npx --package ${tarball} kubernetes-job-environment`);
  const { stdout } = await exec('sh', ['-e', '-c', typed], {
    cwd: where,
    env: {
      ...process.env,
      KUBERNETES_SERVICE_HOST: '',
      KUBECONFIG: join(folder, 'kubeconfig'),
      // What a reader answers when npx asks whether it may install.
      npm_config_yes: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_prefer_offline: 'true',
      npm_config_cache: cache,
    },
    timeout: 240_000,
  });
  return stdout;
}

function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test('with nothing installed, the README shows a run', async () => {
  const [, command = ''] = /`(npx kubernetes-job-environment demo)`/.exec(readme) ?? [];
  expect(await type(emptyFolder('nothing'), command)).toMatch(/succeeded/);
}, 300_000);

test('the page on getting started leads from an empty folder to a run, in it and on a cluster', async () => {
  const where = emptyFolder('getting-started');
  await type(where, block(gettingStarted, 'sh'));
  writeFileSync(join(where, 'job_spec.yaml'), block(gettingStarted, 'yaml'));
  writeFileSync(join(where, 'run.js'), block(gettingStarted, 'ts'));
  const [, program = '', line = '', end = ''] =
    /`(node run\.js)` prints `(.*)` and `(.*)`/.exec(gettingStarted) ?? [];
  expect(await type(where, program)).toBe(`${line}\n${end}\n`);
  const [, onCluster = ''] = /^(npx kje run .*)$/m.exec(gettingStarted) ?? [];
  expect(await type(where, onCluster)).toMatch(/^hello$/m);
}, 300_000);

test('the README installs it, and runs an example on a cluster', async () => {
  const where = emptyFolder('readme');
  const [, install = ''] = /^(npm install kubernetes-job-environment .*)$/m.exec(readme) ?? [];
  await type(where, install);
  cpSync(join(root, 'examples/jobs'), join(where, 'examples/jobs'), { recursive: true });
  const [, command = ''] = /`(npx kje run examples.*)`/.exec(readme) ?? [];
  expect(await type(where, command)).toMatch(/part 0/);
}, 300_000);
