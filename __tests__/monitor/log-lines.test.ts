import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type StampedLine, stampedLines } from '../../src/monitor/logs/log-lines.js';
import { SeenLines } from '../../src/monitor/logs/seen-lines.js';

async function collect(chunks: readonly Uint8Array[]): Promise<StampedLine[]> {
  const lines: StampedLine[] = [];
  const stream = async function* () {
    yield* chunks;
  };
  for await (const line of stampedLines(stream())) lines.push(line);
  return lines;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const time = '2026-11-23T10:00:00.123456789Z';

describe('the lines of a log', () => {
  test('come with their stamps, a last line without newline too', async () => {
    await expect(collect([bytes(`${time} one\n${time} \n${time} no newline`)])).resolves.toEqual([
      { time, text: 'one', complete: true },
      { time, text: '', complete: true },
      { time, text: 'no newline', complete: false },
    ]);
  });

  test("do not hold the kubelet's own word, which has no stamp", async () => {
    await expect(collect([bytes('unable to retrieve container logs for containerd://abc')])).resolves.toEqual(
      [],
    );
  });

  test('are the same however the bytes are split into chunks, in the midst of a character too', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')));
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(200)), async (lines, cuts) => {
        const all = bytes(lines.map((text) => `${time} ${text}\n`).join(''));
        const places = [...new Set([0, ...cuts.map((cut) => cut % (all.length + 1)), all.length])].sort(
          (a, b) => a - b,
        );
        const chunks = places.map((place, index) => all.slice(place, places[index + 1]));
        expect((await collect(chunks)).map(({ text }) => text)).toEqual(lines);
      }),
    );
  });
});

describe('reading that goes on after a break', () => {
  /** Stamps as a kubelet writes them: nearly in order, as stdout and stderr are two streams. */
  const log = fc
    .array(fc.record({ step: fc.nat(400), jitter: fc.nat(5), text: fc.constantFrom('a', 'b', 'c') }), {
      maxLength: 60,
    })
    .map((steps) => {
      let ms = 0;
      return steps.map(({ step, jitter, text }): StampedLine => {
        ms += step;
        const date = new Date(Date.UTC(2026, 10, 23) + Math.max(0, ms - jitter));
        return { time: date.toISOString().replace('Z', '000000Z'), text, complete: true };
      });
    });

  test('gives every line once and in order, wherever the stream breaks', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(60), { maxLength: 6 }), (lines, breaks) => {
        const seen = new SeenLines();
        const read: StampedLine[] = [];
        for (const end of [...breaks.sort((a, b) => a - b), lines.length]) {
          const { since } = seen;
          seen.startReading();
          // The kubelet gives the lines from the whole second on.
          const served = lines
            .slice(0, end)
            .filter((line) => since === undefined || line.time >= since.slice(0, 19));
          for (const line of served) if (seen.isNew(line)) read.push(line);
        }
        expect(read).toEqual(lines);
      }),
    );
  });
});
