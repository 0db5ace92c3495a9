import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster-api.js';
import { readEvent } from '../../src/monitor/watch/read-event.js';
import { secretsOf } from '../../src/monitor/watch/kept.js';
import { hasSpecOfJob, stripJob } from '../../src/monitor/watch/strip-job.js';
import { hasSpecOfPod, stripPod } from '../../src/monitor/watch/strip-pod.js';
import { recordedRun, recordedRuns } from '../support/recorded-run.js';

const kinds = {
  Job: { strip: stripJob, hasSpecOf: hasSpecOfJob },
  Pod: { strip: stripPod, hasSpecOf: hasSpecOfPod },
};

/** As an API server writes it: the fields of metadata, and those of an object, in the order of their types. */
function written(type: string, object: KubernetesObject): Uint8Array {
  const { metadata, spec, status, ...rest } = object;
  const managedFields = [
    { manager: 'a', operation: 'Update', fieldsV1: { 'f:spec': { 'k:{"name":"}]"}': {} } } },
  ];
  const ordered = { ...rest, metadata: { ...metadata, managedFields }, spec, status };
  return Buffer.from(JSON.stringify({ type, object: ordered }));
}

describe('an event of a watch', () => {
  test.each(recordedRuns)('is kept as if all of it were read: %s', (scenario) => {
    const objects = new Map<string, KubernetesObject>();
    for (const { kind, type, object } of recordedRun(scenario)) {
      if (kind !== 'Job' && kind !== 'Pod') continue;
      const { strip, hasSpecOf } = kinds[kind];
      const { uid } = object.metadata;
      const known = { get: (of: string) => objects.get(of), hasSpecOf };
      const event = readEvent(written(type, object), known) as { type: string; object: KubernetesObject };
      const kept = strip(event.object, objects.get(uid));
      expect(event.type).toBe(type);
      expect(kept).toEqual(strip(object));
      expect(secretsOf(kept)).toEqual(secretsOf(strip(object)));
      objects.set(uid, kept);
    }
  });

  const pod = {
    metadata: { name: 'a', uid: 'u', resourceVersion: '1', labels: { text: 'x","managedFields":[' } },
    spec: { nodeName: 'n', containers: [{ name: 'c', args: [',"status":{', ',"managedFields":['] }] },
    status: { phase: 'Running' },
  } as unknown as KubernetesObject;
  const known = { get: () => stripPod(pod), hasSpecOf: hasSpecOfPod };

  test('of a known pod is read without its spec and owners', () => {
    const { object } = readEvent(written('MODIFIED', pod), known) as { object: KubernetesObject };
    expect(object.metadata).toEqual(pod.metadata);
    expect(object['spec']).toEqual({ nodeName: 'n', containers: [{ name: 'c' }] });
    expect(object['status']).toEqual(pod['status']);
  });

  test.each([
    [
      'another order',
      { status: pod['status'], spec: pod['spec'], metadata: { ...pod.metadata, managedFields: [{}] } },
    ],
    ['owners of the template only', { ...pod, spec: { a: { b: 1, managedFields: [{}] } } }],
    ['owners that come first', { ...pod, metadata: { managedFields: [{}], ...pod.metadata } }],
    [
      'a status within the status',
      { metadata: { ...pod.metadata, managedFields: [{}] }, status: { a: 1, status: {} } },
    ],
    ['no status', { metadata: { ...pod.metadata, managedFields: [{}] }, spec: { a: 1, status: { b: 1 } } }],
  ])('of %s is read whole', (_, object) => {
    const event = { type: 'MODIFIED', object };
    expect(readEvent(Buffer.from(JSON.stringify(event)), known)).toEqual(event);
  });

  test('that is no JSON is refused', () => {
    const cut = written('MODIFIED', pod).subarray(0, -1);
    expect(() => readEvent(cut, known)).toThrow(SyntaxError);
  });

  test('that has the same spec as another is kept with one copy of it', () => {
    const other = JSON.parse(JSON.stringify({ ...pod, metadata: { ...pod.metadata, uid: 'other' } }));
    expect(stripPod(other)['spec']).toBe(stripPod(pod)['spec']);
    expect(stripPod({ ...other, spec: { nodeName: 'm' } })['spec']).toEqual({
      nodeName: 'm',
      containers: [],
    });
  });
});
