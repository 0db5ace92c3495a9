import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks, compiles } from './matrix/checks.js';
import { installTypes, nodeProgram, pack, project } from './matrix/projects.js';
import { Table } from './matrix/table.js';
import { clientNodes, impossible, nodes, typescripts } from './matrix/versions.js';
import { build, install } from './prepare.js';

// npm run test:matrix

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('The matrix runs on Linux on x64: npm has the programs of Node for it.');
} else if ((process.exitCode = install() || build()) === 0) {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  try {
    process.exitCode = matrix(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function matrix(folder) {
  const tarball = pack(folder);
  const programs = new Table();
  const types = new Table();
  for (const clientNode of clientNodes) {
    const made = project(join(folder, `client-node-${clientNode}`), tarball, clientNode);
    for (const node of nodes) {
      for (const [check, go] of Object.entries(checks)) {
        const why = impossible.find(
          (one) => one.node.test(node) && one.clientNode.test(clientNode) && one.check.test(check),
        )?.why;
        programs.set(`Node ${node}, client-node ${clientNode}`, check, go(made, nodeProgram(node)), why);
      }
    }
    for (const typescript of typescripts) {
      installTypes(made, typescript);
      for (const moduleResolution of ['node16', 'bundler']) {
        for (const skipLibCheck of [true, false]) {
          types.set(
            `TypeScript ${typescript}, client-node ${clientNode}`,
            `${moduleResolution}${skipLibCheck ? '' : ', skipLibCheck: false'}`,
            compiles(made, { moduleResolution, skipLibCheck }),
          );
        }
      }
    }
  }
  const reasons = new Set(impossible.map(({ why }) => `no: ${why}`));
  console.log(['', programs, '', ...reasons, '', types].join('\n'));
  const problems = [...programs.problems, ...types.problems];
  for (const problem of problems) console.error(`\n${problem}`);
  return problems.length === 0 ? 0 : 1;
}
