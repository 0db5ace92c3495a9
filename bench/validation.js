/**
 * How long it takes to read, check and position a Job spec of 85 lines, in milliseconds, warm; and what the check costs
 * when the library is first used. Run `npm run build` before.
 *
 *   node bench/validation.js
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const started = performance.now();
const { readJobSpec, validateJob } = await import('../dist/index.js');
const imported = performance.now() - started;

const folder = new URL('../__tests__/fixtures/', import.meta.url);
const lines = readFileSync(new URL('validation/sound/containers.yaml', folder), 'utf8').split('\n');
const text = `${[...lines.slice(0, 82), '      volumes:', '        - name: data', '        - name: scratch'].join('\n')}\n`;
const broken = text
  .replace('image:', 'imge:')
  .replace('mountPath', 'mountpath')
  .replace('value: fast', 'value: 8');

/** The median of many rounds, each of them timed as a whole. */
function time(name, work, rounds = 300, size = 10) {
  for (let i = 0; i < 500; i++) work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (let i = 0; i < size; i++) work();
    return (performance.now() - start) / size;
  }).sort((a, b) => a - b);
  const [median, worst] = [times[rounds >> 1], times[Math.floor(rounds * 0.95)]];
  console.log(`${name.padEnd(44)} ${median.toFixed(3)} ms   (95 %: ${worst.toFixed(3)} ms)`);
}

const coldStart = performance.now();
const spec = readJobSpec(text);
const coldRead = performance.now() - coldStart;
const sound = validateJob(spec);
const coldCheck = performance.now() - coldStart - coldRead;
if (sound.some(({ severity }) => severity === 'error'))
  throw new Error('The spec of the bench is not sound.');
console.log(
  `import ${imported.toFixed(1)} ms, first read ${coldRead.toFixed(1)} ms, first check ${coldCheck.toFixed(1)} ms`,
);
console.log(
  `${text.split('\n').length - 1} lines, ${text.length} characters; ${validateJob(readJobSpec(broken)).length} findings when broken`,
);
time('read', () => readJobSpec(text));
time('check', () => validateJob(spec));
time('read and check, sound', () => validateJob(readJobSpec(text)));
time('read, check and position, broken', () => validateJob(readJobSpec(broken)));
