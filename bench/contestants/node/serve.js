import { createInterface } from 'node:readline';

/** Answers each line of JSON on standard input, `{ "do": NAME, … }`, with a line of JSON: the other end of program.ts. */
export function serve(tasks) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const task = JSON.parse(line);
    Promise.resolve(task)
      .then(tasks[task.do])
      .catch((error) => ({ error: error.stack ?? String(error) }))
      .then((answer) => process.stdout.write(`${JSON.stringify(answer ?? {})}\n`));
  });
  lines.on('close', () => process.exit());
}
