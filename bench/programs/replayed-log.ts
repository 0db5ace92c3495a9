import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

const text = 'epoch 17 of 90: loss 0.0731, accuracy 0.9412, learning rate 0.00031, 412 images a second\n';
const lineBytes = '2026-11-25T10:00:00.000000000Z '.length + text.length;
const linesOfChunk = 500;
const chunkBytes = linesOfChunk * lineBytes;
const began = Date.UTC(2026, 10, 25, 10);

/**
 * Writes a log of this many bytes or a few more, as fast as it is read. Every line has its time, a millisecond after the
 * one before.
 *
 * @param since milliseconds since the epoch: lines from then on
 */
export function writeLog(answer: ServerResponse, bytes: number, since: number): void {
  // Who has read enough hangs up.
  pipeline(chunks(linesOf(bytes), Math.max(0, since - began)), answer, () => undefined);
}

function* chunks(end: number, begin: number): Generator<Buffer> {
  for (let line = begin; line < end; line += linesOfChunk)
    yield lines(line, Math.min(end, line + linesOfChunk));
}

/** How many lines such a log has. */
export function linesOf(bytes: number): number {
  return Math.ceil(bytes / chunkBytes) * linesOfChunk;
}

/** Chunks begin at half seconds: only what comes before the milliseconds differs. */
function lines(begin: number, end: number): Buffer {
  const chunk = Buffer.from(templates[(begin % 1000) / linesOfChunk] ?? '').subarray(
    0,
    (end - begin) * lineBytes,
  );
  const second = new Date(began + begin).toISOString().slice(0, 20);
  for (let at = 0; at < chunk.length; at += lineBytes) chunk.write(second, at, 'latin1');
  return chunk;
}

const templates = [0, linesOfChunk].map((first) =>
  Array.from({ length: linesOfChunk }, (_, line) => {
    const millisecond = String(first + line).padStart(3, '0');
    return `2026-11-25T10:00:00.${millisecond}000000Z ${text}`;
  }).join(''),
);
