import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster, ManualClock } from '../../src/testing/index.js';
import { api, jobManifest, jobsPath } from './api.js';
import { withoutIds } from './timeline.js';

interface Exchange {
  readonly what: string;
  readonly request: { method: string; path: string; headers: Record<string, string>; body?: unknown };
  readonly response: { status: number; headers: Record<string, string | string[]>; body: any };
}

const exchangesOf = (fact: string): Exchange[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/recorded/api/${fact}.json`, import.meta.url), 'utf8'))
    .exchanges;

/** What was there before the first request of a recording. */
const prepared: Record<string, { name: string; spec?: object }[]> = {
  delete: [...'abcde']
    .map((name) => ({ name, spec: { suspend: true } }))
    .concat({ name: 'held', spec: { suspend: false } }),
  list: [...'abc'].map((name) => ({ name, spec: { suspend: true } })),
};

/** Exchanges that a declared difference keeps from being the same; the status still is, unless the list says so. */
const differing: Record<string, 'body' | 'all'> = {
  'duplicate field, Strict': 'all',
  'duplicate field, Warn': 'all',
  'duplicate field, no fieldValidation': 'all',
  'PATCH of the immutable template': 'body',
  PartialObjectMetadataList: 'body',
  'PartialObjectMetadata of one Job': 'body',
  Table: 'body',
  'Table of one Job, no object': 'body',
  // The recorded namespace was held by a ConfigMap; here it goes at once.
  'POST into the terminating namespace': 'all',
  // The recording holds a description of this body.
  'annotations above 256 KiB': 'all',
  // podFailurePolicy is not looked into.
  'podFailurePolicy with restartPolicy OnFailure': 'all',
};

function shown(
  fact: string,
  what: string,
  { status, warning, body }: { status: number; warning: string | null; body: any },
): unknown {
  if (differing[what] === 'all') return undefined;
  if (differing[what] === 'body') return { status };
  const generated = /generate/.test(what) ? [body.metadata.name] : [];
  const plain = withoutIds(body, generated) as any;
  // A fresh Job's status is one write away from its creation.
  if (fact === 'delete' && plain.kind === 'Job') plain.status = '<lags>';
  if (plain.kind === 'JobList') plain.items = plain.items.map((item: any) => ({ ...item, status: '<lags>' }));
  if (plain.metadata?.continue) plain.metadata.continue = '<token>';
  return { status, warning, body: plain };
}

describe.each([
  'bad-request',
  'field-validation',
  'invalid',
  'job-create',
  'dry-run',
  'namespace',
  'delete',
  'list',
])('the recorded answers about %s', (fact) => {
  test('are given by the embedded cluster, byte for byte but for ids and times', async () => {
    const namespace = `api-${fact}`;
    await using cluster = await EmbeddedCluster.start({
      clock: new ManualClock(),
      namespaces: [namespace],
      images: { '*': () => new Promise(() => undefined) },
    });
    for (const { name, spec } of prepared[fact] ?? []) {
      const manifest = jobManifest(name, spec as Record<string, unknown>);
      manifest.metadata.labels = { flow: 'recorded' };
      manifest.spec.template.metadata = { labels: { flow: 'recorded' } };
      manifest.spec.template.spec.containers = [
        { name: 'main', image: 'localhost/busybox:1', command: ['/bin/sh', '-c', 'true'] },
      ];
      if (name === 'held') {
        manifest.spec.template.spec.containers[0].command[2] = 'sleep 600';
        manifest.spec.template.spec.terminationGracePeriodSeconds = 4;
      }
      expect((await api(cluster, 'POST', jobsPath(namespace), manifest)).status).toBe(201);
    }
    const answers = [];
    const recorded = [];
    let token = '';
    for (const { what, request, response } of exchangesOf(fact)) {
      // The one request that the recording leaves out.
      if (what === 'dryRun=All of an existing name') {
        await api(cluster, 'POST', jobsPath(namespace), request.body);
      }
      const path = request.path.replace(/continue=[^&]+/, `continue=${token}`);
      const body = withUidOf(cluster, namespace, request.body);
      const answer = await api(cluster, request.method, path, body, request.headers);
      token = answer.body?.metadata?.continue ?? token;
      answers.push({
        what,
        ...(shown(fact, what, {
          status: answer.status,
          warning: answer.headers.get('warning'),
          body: answer.body,
        }) as object),
      });
      const warning = [response.headers['warning'] ?? []].flat().join(', ') || null;
      recorded.push({
        what,
        ...(shown(fact, what, { status: response.status, warning, body: response.body }) as object),
      });
    }
    expect(answers).toEqual(recorded);
  });
});

/** The recorded uid of Job `a`, in a precondition, becomes the one it has here. */
function withUidOf(cluster: EmbeddedCluster, namespace: string, body: unknown): unknown {
  const uid = cluster.jobs(namespace).find(({ metadata }) => metadata.name === 'a')?.metadata.uid;
  if (uid === undefined || typeof body !== 'object') return body;
  return JSON.parse(JSON.stringify(body).replace('c110c64a-d954-4be4-b26c-523e1b111094', uid));
}
