import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const folder = fileURLToPath(new URL('../../docs/diagrams/', import.meta.url));
const read = (name: string): string => readFileSync(folder + name, 'utf8');
const names = readdirSync(folder).flatMap((name) => /^(.*)\.mmd$/.exec(name)?.[1] ?? []);

const words = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))].sort();

/** The words that a source has drawn: without its syntax, and without the names that only stand for a label. */
function wordsOfSource(source: string): string[] {
  const short = [...source.matchAll(/\b(\w+)\[|participant (\w+) as/g)].map(([, a, b]) => a ?? b);
  const ofShort = new RegExp(`(^|-->|\\|) *(${short.join('|') || '$'})(?= *(\\[|-|$))`, 'gm');
  return words(
    source
      .replaceAll(/^(flowchart TD|sequenceDiagram)$|^ *(end$|participant \w+ as|Note over \w+:)/gm, ' ')
      .replaceAll(/^ *\w+-+[>x]+\w+:/gm, ' ')
      .replaceAll(/subgraph \w+/g, ' ')
      .replaceAll(ofShort, '$1')
      .replaceAll(/<br>|-->|-\.|\.->|[[\]"|]/g, ' '),
  );
}

const wordsOfPicture = (picture: string): string[] =>
  words(picture.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]*>/g, ' '));

const decoded = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&gt;', '>');

test('there are diagrams', () => expect(names.length).toBeGreaterThan(3));

test.each(names)('the picture %s.svg shows what its source says', (name) => {
  expect(wordsOfPicture(decoded(read(`${name}.svg`)))).toEqual(wordsOfSource(read(`${name}.mmd`)));
});
