import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

const text = 'epoch 17 of 90: loss 0.0731, accuracy 0.9412, learning rate 0.00031, 412 images a second\n';
const lineBytes = '2026-11-25T10:00:00.000000000Z '.length + text.length;
const linesOfChunk = 500;
/** One for each millisecond. */
const chunkBytes = linesOfChunk * lineBytes;

/** Writes a log of this many bytes or a few more, every line with its time, as fast as it is read. */
export async function writeLog(answer: ServerResponse, bytes: number): Promise<void> {
  for (let chunk = 0; chunk * chunkBytes < bytes && !answer.destroyed; chunk += 1)
    if (!answer.write(lines(chunk))) await Promise.race([once(answer, 'drain'), once(answer, 'close')]);
  answer.end();
}

/** How many lines such a log has. */
export function linesOf(bytes: number): number {
  return Math.ceil(bytes / chunkBytes) * linesOfChunk;
}

/** The lines of a millisecond. */
function lines(millisecond: number): Buffer {
  const stamp = new Date(Date.UTC(2026, 10, 25, 10) + millisecond).toISOString().slice(0, -1);
  const chunk = Buffer.from(template);
  for (let line = 0; line < linesOfChunk; line += 1) chunk.write(stamp, line * lineBytes, 'latin1');
  return chunk;
}

const template = Array.from(
  { length: linesOfChunk },
  (_, line) => `2026-11-25T10:00:00.000${String(line * 1000).padStart(6, '0')}Z ${text}`,
).join('');
