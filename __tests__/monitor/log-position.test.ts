import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LineSplitter, LONGEST_PIECE, type LinePiece } from '../../src/monitor/logs/line-splitter.js';
import { DiscontinuityError, LogPosition } from '../../src/monitor/logs/log-position.js';

const time = '2026-11-23T10:00:00.123456789Z';

function split(chunks: readonly Uint8Array[]): LinePiece[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.feed(chunk)), ...splitter.end()];
}

const textOf = ({ text }: LinePiece) => text;
const words = ({ time, text, last }: LinePiece) => ({ time, text, last });

/** Cuts bytes at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const all = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return all.slice(1).map((end, index) => bytes.subarray(all[index], end));
}

describe('the lines of a log', () => {
  test('come with their stamps, a last line without newline too', () => {
    expect(split([Buffer.from(`${time} one\n${time} \n${time} no newline`)]).map(words)).toEqual([
      { time, text: 'one', last: true },
      { time, text: '', last: true },
      { time, text: 'no newline', last: 'cut' },
    ]);
  });

  test("do not hold the kubelet's own word, which has no stamp", () => {
    const splitter = new LineSplitter();
    const word = 'unable to retrieve container logs for containerd://abc';
    expect([...splitter.feed(Buffer.from(word)), ...splitter.end()]).toEqual([]);
    expect(splitter.unstamped).toBe(word);
  });

  test('have the stamps of other zones', () => {
    const zoned = '2026-11-23T10:00:00.123456789+02:00';
    expect(split([Buffer.from(`${zoned} one\n`)]).map(words)).toEqual([
      { time: zoned, text: 'one', last: true },
    ]);
  });

  test('are the same however the bytes are split into chunks, in the midst of a character too', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', '')));
    fc.assert(
      fc.property(texts, fc.array(fc.nat(200)), (lines, cuts) => {
        const all = Buffer.from(lines.map((text) => `${time} ${text}\n`).join(''));
        expect(split(cut(all, cuts)).map(textOf)).toEqual(lines);
      }),
    );
  });

  test('of megabytes come in parts, none with half a character, and never more than one part is kept', () => {
    const text = 'ä€😀'.repeat(300_000);
    const all = Buffer.from(`${time} ${text}\n${time} short\n`);
    const splitter = new LineSplitter();
    const pieces: LinePiece[] = [];
    for (let at = 0; at < all.length; at += 65_536) {
      const fed = splitter.feed(all.subarray(at, at + 65_536));
      expect(fed.length).toBeLessThanOrEqual(2);
      pieces.push(...fed);
    }
    const parts = pieces.slice(0, -1);
    expect(parts.map(textOf).join('')).toBe(text);
    expect(parts.map(({ first }) => first)).toEqual([true, ...parts.slice(1).map(() => false)]);
    expect(parts.map(({ last }) => last)).toEqual([...parts.slice(1).map(() => false), true]);
    expect(Math.max(...parts.map((part) => Buffer.byteLength(textOf(part))))).toBeLessThanOrEqual(
      LONGEST_PIECE + 35,
    );
    expect(pieces.map(({ time }) => time)).toEqual(pieces.map(() => time));
    expect(pieces.slice(-1).map(textOf)).toEqual(['short']);
  });
});

/** What a container wrote: stamps nearly in order, as stdout and stderr are two streams; some lines are very long. */
const writtenLog = fc
  .array(
    fc.record({
      step: fc.nat(700),
      jitter: fc.nat(5),
      length: fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: fc.constant(600_000) }),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let ms = Date.UTC(2026, 10, 23);
    return steps.map(({ step, jitter, length }, index) => {
      ms += step;
      const stamp = new Date(ms - jitter).toISOString().replace('Z', `${String(index).padStart(6, '0')}Z`);
      return { stamp, text: `${index} ${'x'.repeat(length)}` };
    });
  });

type Line = { readonly stamp: string; readonly text: string };

/** As a kubelet gives it: from the whole second on. */
function served(lines: readonly Line[], since: string | undefined, newlineAtEnd = true): Buffer {
  const from = since === undefined ? '' : since.slice(0, 19);
  const text = lines
    .filter(({ stamp }) => stamp >= from)
    .map(({ stamp, text }) => `${stamp} ${text}\n`)
    .join('');
  return Buffer.from(newlineAtEnd ? text : text.slice(0, -1));
}

/** Reads what is served up to a byte, and gives what is new. */
function reading(position: LogPosition, bytes: Buffer, hasEnded: boolean, cleanEnd: boolean): string[] {
  const splitter = new LineSplitter();
  position.startReading();
  const pieces = [...splitter.feed(bytes), ...(cleanEnd ? splitter.end() : [])];
  return pieces.flatMap((piece) => {
    const fresh = position.take(piece, hasEnded);
    if (fresh === undefined) return [];
    return [fresh + (piece.last === false ? '' : '\n')];
  });
}

describe('reading that goes on after a break', () => {
  test('gives every byte once and in order, wherever the stream breaks or ends cleanly', () => {
    const breaks = fc.array(fc.record({ at: fc.nat(1_000_000), clean: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(writtenLog, breaks, fc.boolean(), (lines, places, newlineAtEnd) => {
        const position = new LogPosition();
        const read: string[] = [];
        for (const { at, clean } of places) {
          const bytes = served(lines, position.since, newlineAtEnd);
          read.push(...reading(position, bytes.subarray(0, at % (bytes.length + 1)), false, clean));
        }
        // The run is over: until a reading brings nothing new.
        for (let unchanged = false; !unchanged; unchanged = !position.isChanged)
          read.push(...reading(position, served(lines, position.since, newlineAtEnd), true, true));
        expect(read.join('')).toBe(lines.map(({ text }) => `${text}\n`).join(''));
        expect(position.isCaughtUp).toBe(true);
      }),
    );
  });

  test('takes equal lines and equal stamps for as many as there are', () => {
    const lines = Array.from({ length: 5 }, () => ({ stamp: time, text: 'same' }));
    const position = new LogPosition();
    const read = [
      ...reading(position, served(lines.slice(0, 2), undefined), false, true),
      ...reading(position, served(lines, position.since), true, true),
    ];
    expect(read).toHaveLength(5);
  });

  const line = (second: number, text: string): Line => ({
    stamp: `2026-11-23T10:00:${String(second).padStart(2, '0')}.000000000Z`,
    text,
  });

  test('notices that what was read is not there any more, and goes on when told to', () => {
    const position = new LogPosition();
    reading(position, served([line(1, 'a'), line(2, 'b')], undefined), false, false);
    const rotated = served([line(5, 'e')], position.since);
    expect(() => reading(position, rotated, false, false)).toThrow(DiscontinuityError);
    position.skipWhatIsMissing();
    expect(reading(position, rotated, false, false)).toEqual(['e\n']);
  });

  test('does not mind that lines are gone that were read', () => {
    const position = new LogPosition();
    const lines = [line(1, 'a'), line(1, 'b'), line(1, 'c')].map((each, index) => ({
      ...each,
      stamp: each.stamp.replace('0Z', `${index}Z`),
    }));
    reading(position, served(lines, undefined), false, false);
    expect(
      reading(position, served([...lines.slice(2), line(2, 'd')], position.since), false, false),
    ).toEqual(['d\n']);
  });

  test('asks for nothing before the time it began with', () => {
    const position = new LogPosition(Date.parse('2026-11-23T10:00:05.700Z'));
    expect(position.since).toBe('2026-11-23T10:00:05Z');
    reading(position, served([line(6, 'a')], position.since), false, false);
    expect(position.since).toBe('2026-11-23T10:00:05Z');
    reading(position, served([line(6, 'a'), line(9, 'b')], position.since), false, false);
    expect(position.since).toBe('2026-11-23T10:00:08Z');
  });
});
