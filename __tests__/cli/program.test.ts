import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { CliFolder } from '../support/cli.js';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

const packageJson = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
) as { version: string; bin: Record<string, string> };

const commands = ['demo', 'run', 'logs', 'status', 'list', 'cancel', 'render', 'validate', 'rbac'];

describe('the command line', () => {
  test('both names start the same program', () => {
    expect(packageJson.bin).toEqual({
      kje: './dist/cli/main.js',
      'kubernetes-job-environment': './dist/cli/main.js',
    });
  });

  test('--version tells the version of the package', async () => {
    await expect(folder.run(['--version'])).resolves.toEqual({
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    });
  });

  test('--help lists all commands', async () => {
    const { code, stdout } = await folder.run(['--help']);
    expect(code).toBe(0);
    const listed = [...(/^Commands:\n([^]*?)\n\n/m.exec(stdout)?.[1] ?? '').matchAll(/^ {2}(\w+)/gm)];
    expect(listed.map(([, name]) => name)).toEqual([...commands, 'help']);
  });

  test.each(commands)('%s --help has the common options, examples and exit codes', async (command) => {
    const { code, stdout, stderr } = await folder.run([command, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of ['--output', '--namespace', '--context', '--kubeconfig'])
      expect(stdout).toContain(option);
    expect(stdout).toMatch(new RegExp(`^Examples:\n  # .*\n  kje ${command}`, 'm'));
    expect(stdout).toMatch(/^Exit codes:\n {2}0 /m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([
    [['rendr'], "error: unknown command 'rendr'\n(Did you mean render?)\nSee: kje --help\n"],
    [['render'], "error: missing required argument 'job_spec'\nSee: kje render --help\n"],
    [['rbac', '--bogus'], "error: unknown option '--bogus'\nSee: kje rbac --help\n"],
  ])('a wrong command line (%j) is told, with exit code 2', async (args, stderr) => {
    await expect(folder.run(args)).resolves.toEqual({ code: 2, stdout: '', stderr });
  });
});
