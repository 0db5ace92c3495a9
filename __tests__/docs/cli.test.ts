import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EmbeddedCluster, localProcess } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/cli.md', import.meta.url)), 'utf8');

interface Step {
  readonly command: string;
  readonly output: string;
}

/** The commands of the page in their order: what one leaves behind is there for the next. */
const steps: Step[] = [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...output] = step.split('\n');
      return { command, output: output.join('\n') };
    }),
);

const folder = new CliFolder();
let cluster: EmbeddedCluster;
let env: Record<string, string>;

beforeAll(async () => {
  cluster = await EmbeddedCluster.start({ images: { busybox: localProcess() } });
  const { file, env: base } = await folder.command({ kubeConfig: cluster.kubeConfig });
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  chmodSync(file, 0o755);
  symlinkSync(file, join(bin, 'kje'));
  env = { ...base, PATH: `${bin}:${base['PATH'] ?? ''}` };
  folder.write('job_spec.yaml', /^```yaml\n(.*?)^```$/ms.exec(page)?.[1] ?? '');
});

afterAll(async () => {
  await cluster.stop();
  folder[Symbol.dispose]();
});

test('the page has commands', () => {
  expect(steps.length).toBeGreaterThan(4);
});

test.each(steps)('$command prints what the page says', async ({ command, output }) => {
  expect(steady(await printedBy(command))).toBe(steady(output));
});

/** What a command prints, stdout and stderr in one, as on a terminal. */
function printedBy(command: string): Promise<string> {
  const shell = spawn('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: folder.path, env });
  let text = '';
  shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return new Promise((resolve) => shell.on('close', () => resolve(text)));
}

/** Without what is another one each time: ids, ends of names, times. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replaceAll(/\b(hello(?:-[0-9a-f]{10})?)-[a-z0-9]{5}\b/g, '$1-POD')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME');
}
