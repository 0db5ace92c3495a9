import { describe, expect, test } from '@jest/globals';
import { fixture } from '../../support/fixtures.js';
import { baseManifests, mutate } from '../../support/mutations.js';
import { offlineErrors, type Recorded } from '../../support/verdicts.js';

/*
 * What a real API server of Kubernetes 1.37 said of these manifests (dryRun=All, fieldValidation=Strict), as
 * scripts/record-validation-corpus.js stored it, against what is found offline.
 */
const recorded = JSON.parse(fixture('validation/corpus.json')) as Recorded[];
const bases = baseManifests();
const judged = recorded.map((entry) => ({
  ...entry,
  found: offlineErrors(mutate(bases.get(entry.base) ?? {}, entry.mutation)),
}));
const sound = judged.filter(({ status }) => status === 201);
const broken = judged.filter(({ status }) => status !== 201);

/** Manifests that only the server refuses, with the reason why they are not found offline. */
const misses: ReadonlyMap<string, string> = new Map([]);

describe('validateJob against a real API server', () => {
  test('the corpus is as large as it should be', () => {
    expect(sound.length).toBeGreaterThanOrEqual(100);
    expect(broken.length).toBeGreaterThanOrEqual(500);
    expect(new Set(recorded.map(({ base, mutation }) => JSON.stringify([base, mutation]))).size).toBe(
      recorded.length,
    );
  });

  test('finds no error in a manifest that the server takes', () => {
    expect(sound.filter(({ found }) => found.length > 0)).toEqual([]);
  });

  test('finds an error in every manifest that the server refuses, but for the listed ones', () => {
    const missed = broken
      .filter(({ found }) => found.length === 0)
      .filter(({ base, mutation }) => !misses.has(JSON.stringify([base, mutation])))
      .map(({ base, mutation, message }) => ({ base, mutation, message }));
    expect(missed).toEqual([]);
    expect(misses.size / broken.length).toBeLessThan(0.05);
  });

  test('names the field that the server names', () => {
    const named = broken.flatMap(({ message = '', found }) => {
      const unknown = /unknown field "([^"]+)"/.exec(message)?.[1];
      const path = unknown ?? /is invalid: \[?((?:spec|metadata)[^:]*):/.exec(message)?.[1];
      return path === undefined ? [] : [{ path, found: found.join('\n') }];
    });
    const agreed = named.filter(({ path, found }) => found.includes(path));
    expect(named.length).toBeGreaterThan(300);
    expect(agreed.length / named.length).toBeGreaterThan(0.9);
  });
});
