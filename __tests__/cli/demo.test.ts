import { afterAll, describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, localProcess } from '../../src/testing/index.js';
import { CliFolder } from '../support/cli.js';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

describe('demo', () => {
  test('shows a run from its YAML to its end, with nothing but the package', async () => {
    folder.write(
      'hooks.mjs',
      `export const resolve = (name, context, next) => {
        if (name.startsWith('@kubernetes/')) throw new Error(name + ' is not there');
        return next(name, context);
      };`,
    );
    folder.write(
      'no-peers.mjs',
      "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url);",
    );
    const env = { NODE_OPTIONS: '--import ./no-peers.mjs' };
    await expect(folder.run(['list'], { env, kubeConfig: '{}' })).resolves.toMatchObject({ code: 1 });

    const { code, stdout, stderr } = await folder.run(['demo'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\+ {4}flow_run_id: [0-9a-f-]{36}$/m);
    expect(stdout).toMatch(/^getting the value\nExample!$/m);
    expect(stdout).toMatch(/^ran .*█ +\d s$/m);
    expect(stderr).toMatch(/^Job default\/demo-[0-9a-f]{10} succeeded after \d+ s$/m);
  });

  test('runs on a cluster that is named', async () => {
    await using cluster = await EmbeddedCluster.start({ images: { '*': localProcess() } });
    const { kubeConfig } = cluster;
    const args = ['demo', '--context', 'embedded', '--output', 'json'];
    const { code, stdout } = await folder.run(args, { kubeConfig });
    expect(code).toBe(0);
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(records.at(-1)).toMatchObject({ outcome: { status: 'succeeded' } });
    expect(cluster.jobs()).toHaveLength(1);
  });
});
