import { cpSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MissingPrerequisiteError } from '../errors.js';
import { runCommand } from '../run-command.js';
import { copySharedLibraries } from './shared-libraries.js';

export interface Python {
  readonly program: string;
  /** `3.11` */
  readonly version: string;
  readonly standardLibrary: string;
}

/** The newest that Prefect 0.15 runs on, then older ones. */
const suitable = ['3.11', '3.10', '3.9', '3.8'];

const facts = `
import json, sys, sysconfig, pip
print(json.dumps({
    'program': sys.executable,
    'version': '%d.%d' % sys.version_info[:2],
    'standardLibrary': sysconfig.get_path('stdlib'),
}))`;

/** @throws {MissingPrerequisiteError} if no Python of this machine will do. */
export async function findPython(): Promise<Python> {
  for (const command of ['python3', ...suitable.map((version) => `python${version}`)]) {
    try {
      const python = JSON.parse(await runCommand(command, ['-c', facts])) as Python;
      if (suitable.includes(python.version)) return python;
    } catch {
      // Not there, or without pip.
    }
  }
  throw new MissingPrerequisiteError(
    `The Prefect image needs Python ${suitable.join(', ')} with pip on this machine. Everything else runs without it.`,
  );
}

/** Where the interpreter looks for packages after {@link copyPython}. */
export function sitePackages({ version }: Python): string {
  return `usr/local/lib/python${version}/site-packages`;
}

const leftOut = /^(__pycache__|test|tests|site-packages|dist-packages|config-.*|ensurepip|idlelib|tkinter)$/;

/** Copies interpreter and standard library to usr/local: it finds its library beside itself, so it may move. */
export function copyPython(python: Python, system: string): void {
  const [bin, lib] = [join(system, 'usr/local/bin'), join(system, `usr/local/lib/python${python.version}`)];
  mkdirSync(bin, { recursive: true });
  const program = realpathSync(python.program);
  for (const name of ['python', 'python3']) cpSync(program, join(bin, name));
  const filter = (source: string) => !leftOut.test(basename(source));
  cpSync(python.standardLibrary, lib, { recursive: true, dereference: true, filter });
}

/** The shared libraries of the interpreter and of every extension module that was copied. */
export async function copyPythonLibraries(python: Python, system: string): Promise<void> {
  const modules = readdirSync(join(system, 'usr/local/lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.so'))
    .map((name) => join(system, 'usr/local/lib', name));
  await copySharedLibraries([realpathSync(python.program), ...modules], system);
}
