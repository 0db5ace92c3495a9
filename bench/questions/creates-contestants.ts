import { Programs, type Command } from '../harness/programs.js';
import type { ApiTarget } from '../programs/api-server.js';
import { goProgram } from '../programs/go-program.js';
import { newerNode } from '../programs/newer-node.js';
import { contestantFile, contestantPackage } from '../programs/paths.js';
import { pythonWithClient } from '../programs/python.js';

/** The names of the contestants, as tables show them. */
export const ours = 'submitJob';
export const rawLoops = ['node:https', 'node:http2', 'undici'] as const;
export const clientNode = 'client-node 1.4';
export const clientGo = 'client-go';

/** Every client that creates Jobs, each in a process of its own. */
export async function startCreators(target: ApiTarget, report: (line: string) => void): Promise<Programs> {
  return new Programs(await creatorCommands(report), { BENCH_TARGET: JSON.stringify(target) });
}

async function creatorCommands(report: (line: string) => void): Promise<[string, Command][]> {
  const newer = newerNode();
  return [
    [ours, node('creates-submit-job')],
    ['connect()', node('creates-connect')],
    ['node:https', node('creates-https')],
    ['node:http2', node('creates-http2')],
    ['undici', node('creates-undici')],
    [clientNode, node('creates-client-node', '@kubernetes/client-node')],
    ...(newer === undefined ? [] : [clientNode2(newer)]),
    [clientGo, [await goProgram('creates', report)]],
    ['Python client', [await pythonWithClient(report), contestantFile('python', 'creates.py')]],
  ];
}

function node(program: string, ...args: readonly string[]): Command {
  return [process.execPath, contestantFile('node', `${program}.js`), ...args];
}

function clientNode2(newer: string): [string, Command] {
  const entry = contestantPackage('client-node-2', 'dist', 'index.js');
  return ['client-node 2.0', [newer, contestantFile('node', 'creates-client-node.js'), entry]];
}
