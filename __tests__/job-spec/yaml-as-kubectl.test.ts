import { describe, expect, test } from '@jest/globals';
import { parseDocuments } from '../../src/job-spec/parse-documents.js';
import { Source } from '../../src/job-spec/source.js';
import { YamlDocument } from '../../src/job-spec/yaml-document.js';
import { yamlToJson } from '../../src/job-spec/yaml-to-json.js';
import { fixture } from '../support/fixtures.js';

interface Case {
  yaml: string;
  json?: string;
  error?: string;
}

/** Recorded from the real sigs.k8s.io/yaml: what kubectl makes of each text. */
const cases = JSON.parse(fixture('yaml-as-kubectl-reads-it.json')) as Case[];

/** Where this library is stricter than kubectl: kubectl reads something, this library refuses. The reason is a part of its message. */
const stricter: Record<string, string> = {
  // A JavaScript number would be another one than the text says.
  'k: 9007199254740993\n': 'beyond 2^53',
  'k: 18446744073709551616\n': 'beyond 2^53',
  // A tag asks for a meaning (a set, a date, a secret of some tool) that the Job would silently not have.
  'k: !!set {a, b}\n': 'The tag !!set has no meaning here',
  'k: !custom x\n': 'A tag (!name) has no meaning here',
  '%TAG ! tag:x,2000:\n---\na: !b c\n': 'A tag (!name) has no meaning here',
  'a: !!timestamp 2026-01-01\n': 'The tag !!timestamp has no meaning here',
  // go-yaml writes such a key as a 32-bit float: 1.1 is fine, 16777217.5 is another key.
  '1.5: a\n': 'no key of a Job',
  // Which of the two counts is the order of a Go map: random.
  '"1": a\n1: b\n': 'stands twice in one map',
};

function read(text: string): unknown {
  const source = new Source(text);
  const [document] = parseDocuments(source);
  return document === undefined ? null : yamlToJson(new YamlDocument(document, source));
}

describe('YAML is read as kubectl reads it', () => {
  test('the record is complete', () => expect(cases).toHaveLength(116));

  test.each(cases.map((one): [string, Case] => [JSON.stringify(one.yaml), one]))('%s', (_, one) => {
    const reason = stricter[one.yaml];
    if (one.error !== undefined)
      expect(() => read(one.yaml)).toThrow(expect.objectContaining({ code: 'JOB_SPEC_SYNTAX' }));
    else if (reason !== undefined) expect(() => read(one.yaml)).toThrow(reason);
    // As text: toEqual would not tell a key named __proto__ from none.
    else expect(sorted(read(one.yaml))).toBe(sorted(JSON.parse(one.json ?? '')));
  });

  test('every declared difference is a case of the record that kubectl reads', () => {
    const readByKubectl = cases.filter(({ error }) => error === undefined).map(({ yaml }) => yaml);
    expect(readByKubectl).toEqual(expect.arrayContaining(Object.keys(stricter)));
  });
});

/** JSON with sorted keys: Go sorts them, this library keeps the order of the text. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${sorted(item)}`).join(',')}}`;
}
