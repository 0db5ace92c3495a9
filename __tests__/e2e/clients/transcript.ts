/** What a client saw of a cluster. */
export interface Observation {
  readonly what: string;
  readonly saw: unknown;
}

/** What is different in every run: names and numbers that the server made, times, addresses. */
const chance: readonly [RegExp, string][] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>'],
  [/\b(hello|held|failing)-[a-z0-9]{5}\b/g, '$1-<generated>'],
  [/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-<generated>'],
  [/\b[0-9a-f]{16}\b/g, '<event>'],
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b(?:\d+[dhm])*\d+s\b/g, '<age>'],
  [/resourceVersion: "\d+"/g, 'resourceVersion: <version>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>'],
  // Columns are as wide as what stands in them.
  [/ {2,}/g, '  '],
];

/** A transcript without what is different in every run. */
export function comparable(transcript: readonly Observation[], namespace: string): unknown {
  const text = (value: string): string =>
    chance
      .reduce((rest, [found, mark]) => rest.replace(found, mark), value)
      .replaceAll(namespace, '<namespace>');
  return JSON.parse(JSON.stringify(transcript), (_, value: unknown) =>
    typeof value === 'string' ? text(value) : value,
  );
}
