/**
 * `node main.js DIRECTORY ID`: waits until its standard input ends, which it does when the owner of the cluster closes
 * it or dies of whatever cause, and then removes the cluster.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp } from './clean-up.js';

const [, , directory = '', id = ''] = process.argv;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Nobody may be left to read it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.stdin.on('error', finish).on('close', finish).resume();

process.stdout.write('on guard\n');

let finishing = false;

function finish(): void {
  if (finishing) return;
  finishing = true;
  cleanUp(directory, id).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    process.exitCode = 1;
    process.stderr.write(text);
    writeFileSync(join(directory, 'clean-up-failed.log'), `${text}\n`);
  });
}
