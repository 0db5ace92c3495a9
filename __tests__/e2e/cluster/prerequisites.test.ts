import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MissingPrerequisiteError } from '../../../e2e/cluster/errors.js';
import { buildPrograms } from '../../../e2e/cluster/go-build.js';
import { findPython } from '../../../e2e/cluster/images/python.js';
import { type Machine, requireNodePrerequisites } from '../../../e2e/cluster/node/prerequisites.js';

let folder: string;
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prerequisites-'));
  for (const name of ['bin', 'cache', 'module']) mkdirSync(join(folder, name));
  Object.assign(process.env, { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') });
});
afterEach(() => {
  Object.assign(process.env, environment);
  if (environment.XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
  rmSync(folder, { recursive: true, force: true });
});

describe('a build says what it lacks, and what can be run without', () => {
  test('when there is no Go', async () => {
    const message = await refusal(build());

    expect(message).toContain(
      'Go 1.99.1 or newer is needed to build tool-1.0, but there is no `go` in PATH.',
    );
    expect(message).toContain('Programs that were built before are in the cache and need no Go.');
    expect(message).toContain('`npm test` needs none of this');
  });

  test('when Go is too old', async () => {
    program('go', 'echo go1.98.7');
    expect(await refusal(build())).toContain('but `go version` says 1.98.7');
  });

  test('and needs no Go for what the cache has', async () => {
    await refusal(build());
    const [kept = ''] = readdirSync(join(folder, 'cache/kubernetes-job-environment/bin'));
    const binary = join(folder, 'cache/kubernetes-job-environment/bin', kept, 'tool');
    writeFileSync(binary, '');

    expect(await build()).toEqual({ tool: binary });
  });

  function build() {
    const directory = join(folder, 'module');
    writeFileSync(join(directory, 'go.mod'), 'module tool\n\ngo 1.99.1\n');
    writeFileSync(join(directory, 'go.sum'), '');
    const module = { name: 'tool-1.0', directory, ldflags: '', programs: { tool: 'example.com/tool' } };
    return buildPrograms([module], () => undefined);
  }
});

describe('a node says what its machine lacks, and that the control plane can be run without', () => {
  const bare: Machine = {
    isLinuxRoot: true,
    hasProgram: () => false,
    hasFile: () => false,
    isStatic: () => false,
    install: () => Promise.reject(new Error('There is nothing to install with.')),
  };
  const withAptGet = { ...bare, hasProgram: (name: string) => name === 'apt-get' };

  test('when it is not root', async () => {
    const message = await refusal(requireNodePrerequisites(ignore, { ...bare, isLinuxRoot: false }));
    expect(message).toBe(
      'A node needs Linux and root, for it runs containers. A cluster without a node needs none of this: ' +
        '`--no-node`, or `node: false`.',
    );
  });

  test('all at once, when there is nothing and no apt-get', async () => {
    expect(await refusal(requireNodePrerequisites(ignore, bare))).toBe(
      'A node needs runc (Debian package runc), a static /bin/busybox (Debian package busybox-static), ' +
        'the CNI plug-ins in /usr/lib/cni (Debian package containernetworking-plugins), ' +
        'ip (Debian package iproute2), mount (Debian package mount). ' +
        'A cluster without a node needs none of this: `--no-node`, or `node: false`. Install it and start again.',
    );
  });

  test('when its busybox asks for a loader', async () => {
    const machine = { ...bare, hasProgram: () => true, hasFile: () => true };
    const message = await refusal(requireNodePrerequisites(ignore, machine));
    expect(message).toMatch(/^A node needs a static \/bin\/busybox \(Debian package busybox-static\)\./);
  });

  test('with what apt-get said, when that fails', async () => {
    const install = () => Promise.reject(new Error('E: Unable to locate package runc'));
    const message = await refusal(requireNodePrerequisites(ignore, { ...withAptGet, install }));
    expect(message).toMatch(/^A node needs runc .* E: Unable to locate package runc$/);
  });

  test('unless apt-get installs it: only what is missing', async () => {
    const installed: string[] = [];
    const told: string[] = [];
    await requireNodePrerequisites((line) => told.push(line), {
      ...withAptGet,
      hasProgram: (name) => name !== 'runc' || installed.includes('runc'),
      hasFile: () => true,
      isStatic: () => true,
      install: (packages) => Promise.resolve(void installed.push(...packages)),
    });
    expect(installed).toEqual(['runc']);
    expect(told).toEqual(['Installing runc with apt-get.']);
  });
});

test('the Prefect image says which Pythons would do, and that all else runs without', async () => {
  program('python3', 'echo \'{"version": "3.14"}\'');
  expect(await refusal(findPython())).toBe(
    'The Prefect image needs Python 3.11, 3.10, 3.9, 3.8 with pip on this machine. Everything else runs without it.',
  );
});

function ignore(): void {
  // What is reported is not looked at.
}

/** Puts a program that runs this command in the only folder of PATH. */
function program(name: string, command: string): void {
  const file = join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${command}\n`);
  chmodSync(file, 0o755);
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error('Nothing was missing.'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MissingPrerequisiteError);
  return (error as Error).message;
}
