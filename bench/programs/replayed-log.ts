import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

const text = 'epoch 17 of 90: loss 0.0731, accuracy 0.9412, learning rate 0.00031, 412 images a second\n';
const lineBytes = '2026-11-25T10:00:00.000000000Z '.length + text.length;
const linesOfChunk = 500;
/** One for each millisecond. */
const chunkBytes = linesOfChunk * lineBytes;

/** Writes a log of this many bytes or a few more, every line with its time, as fast as it is read. */
export function writeLog(answer: ServerResponse, bytes: number): void {
  // Who has read enough hangs up.
  pipeline(chunks(bytes), answer, () => undefined);
}

function* chunks(bytes: number): Generator<Buffer> {
  for (let millisecond = 0; millisecond * chunkBytes < bytes; millisecond += 1) yield lines(millisecond);
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
