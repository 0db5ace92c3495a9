/** `npm run bench`: answers questions by measuring; see docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../e2e/cluster/root.js';
import { plainTable } from './harness/format.js';
import { thisMachine } from './harness/machine.js';
import { withResults } from './harness/page.js';
import type { Question } from './harness/question.js';
import { readResults, writeResults } from './harness/results.js';
import { questions } from './questions/index.js';

const usage = `npm run bench -- [NAME …] [options]

Answers the questions of these names, or all, and writes bench/results/NAME.json and docs/performance.md.

  --quick   fewer and shorter rounds; writes to build/bench-results, and leaves the documentation alone
  --page    measures nothing: writes docs/performance.md from bench/results
  --help

${questions.map(({ name, asks }) => `  ${name.padEnd(14)} ${asks}`).join('\n')}
`;

const report = (line: string) => void process.stderr.write(`${line}\n`);
const results = join(root, 'bench/results');

async function answer(question: Question, quick: boolean): Promise<void> {
  report(`\n${question.name}: ${question.asks}`);
  const tables = await question.answer({ quick, report });
  process.stdout.write(`\n${tables.map(plainTable).join('\n\n')}\n`);
  writeResults(quick ? join(root, 'build/bench-results') : results, {
    question: question.name,
    asks: question.asks,
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    tables,
  });
}

function writePage(): void {
  const page = join(root, 'docs/performance.md');
  writeFileSync(page, withResults(readFileSync(page, 'utf8'), readResults(results)));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  if (values.page) return writePage();
  const unknown = positionals.filter((name) => !questions.some((question) => question.name === name));
  if (unknown.length > 0) throw new Error(`There is no question "${unknown.join('", "')}".\n\n${usage}`);
  const chosen = questions.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const question of chosen) await answer(question, values.quick);
  if (!values.quick) writePage();
}

try {
  await main();
} catch (error) {
  report(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
