import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  EmbeddedCluster,
  localProcess,
  ManualClock,
  sequentialIds,
  type ContainerRuntime,
  type ImageFunction,
} from '../../src/testing/index.js';
import { all, api, openWatch, type WatchEvent } from './api.js';
import { timelineOf, withoutIds, type HistoryEntry } from './timeline.js';

/** What the containers of the recordings did, `scenario` or `scenario/container`. */
const exits =
  (code: number, line: string, afterMs = 0): ImageFunction =>
  async ({ log, sleep }) => {
    log(line);
    await sleep(afterMs);
    return code;
  };
// A shell that is PID 1 does not hear SIGTERM: only SIGKILL ends it.
const neverEnds: ImageFunction = ({ log }) => {
  log('started');
  return new Promise(() => undefined);
};
const afterFiveSeconds: ImageFunction = async (context) => {
  if (context.pod.name.endsWith('bbbbb')) return neverEnds(context);
  await context.sleep(5000);
  return 0;
};

const behaviours: Record<string, ImageFunction> = {
  success: async ({ log, stderr, sleep }) => {
    log('out');
    stderr.write('err\n');
    await sleep(1000);
    log('end');
  },
  'exit-3': exits(3, 'failing'),
  'backoff-limit-2': exits(1, 'try'),
  'active-deadline-exceeded': neverEnds,
  'deleted-foreground': neverEnds,
  'deleted-background': neverEnds,
  'deleted-orphan': neverEnds,
  'deleted-orphan-explicit': neverEnds,
  'deleted-by-uid-precondition-mismatch': exits(0, '', 3000),
  'completions-0': exits(0, ''),
  'two-containers-success': exits(0, 'main', 1000),
  'two-containers-success/second': exits(0, 'second', 3000),
  'init-container-success': exits(0, 'main'),
  'init-container-fails': exits(0, 'main'),
  'init-container-fails/prepare': exits(7, 'init'),
  'restart-policy-onfailure': ({ restartCount }) => (restartCount < 2 ? 1 : 0),
  'suspended-then-resumed': exits(0, 'ran'),
  'suspended-while-running': neverEnds,
  'ttl-0': exits(0, 'ran'),
  'pod-deleted-by-hand': afterFiveSeconds,
  'pod-deleted-by-hand-backoff-limit-0': afterFiveSeconds,
  'container-sigterm-graceful': ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(0))),
  'generate-name': exits(0, 'ran'),
  'job-name-63-chars': exits(0, 'ran'),
  'unschedulable-selector': exits(0, ''),
  'deadline-before-schedule': exits(0, ''),
  'scheduling-gated': exits(0, ''),
  'managed-by-external': exits(0, ''),
  'indexed-success': exits(0, '', 1000),
  'success-policy': (context) =>
    context.env['JOB_COMPLETION_INDEX'] === '0' ? context.sleep(2000) : neverEnds(context),
  'backoff-limit-per-index': ({ env }) => Number(env['JOB_COMPLETION_INDEX'] === '1'),
  'pod-failure-policy-failjob': exits(42, ''),
  'pod-failure-policy-ignore': afterFiveSeconds,
  'pod-replacement-policy-failed': afterFiveSeconds,
  evicted: afterFiveSeconds,
  'native-sidecar': exits(0, 'main', 1000),
  'native-sidecar/proxy': ({ signal }) =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve(0))),
  'oom-killed': () => ({ exitCode: 137, reason: 'OOMKilled' }),
  'termination-message': () => ({ exitCode: 5, message: 'cannot open model: no such file' }),
  'invalid-image-name': exits(0, ''),
  'err-image-never-pull': exits(0, ''),
  'create-container-config-error': exits(0, ''),
  'classic-sidecar-never-exits': exits(0, 'main', 1000),
  'classic-sidecar-never-exits/proxy': neverEnds,
  'oom-killed-child-exit-4': () => ({ exitCode: 4, reason: 'OOMKilled' }),
  'pod-deletion-timestamp-with-finalizer': afterFiveSeconds,
  'long-log': ({ log }) => Array.from({ length: 5000 }, (_, at) => log(String(at + 1))) && 0,
};
// What only a process of the machine can do.
const runtimes: Record<string, ContainerRuntime> = { 'start-error': localProcess() };
// What can not start is tried again by the kubelet, and told of again, until the recording ends.
const waitsForever = new Set(['invalid-image-name', 'err-image-never-pull', 'create-container-config-error']);
const isRepeated = ({ kind, object }: HistoryEntry): boolean => kind === 'Event' && object.count > 1;
const scenarios = Object.keys({ ...behaviours, ...runtimes }).filter((name) => !name.includes('/'));

interface Answer {
  readonly status: number;
  readonly warning: string | null;
  readonly body: any;
}

interface Recording {
  readonly submitted: any;
  readonly actions: {
    at: number;
    request: { method: string; path: string; body?: unknown };
    responseStatus: number;
    responseHeaders: any;
    responseBody: any;
  }[];
  readonly history: HistoryEntry[];
}

const recordingOf = (scenario: string): Recording =>
  JSON.parse(
    readFileSync(new URL(`../fixtures/recorded/${scenario}.json`, import.meta.url), 'utf8'),
  ) as Recording;

const hour = 3_600_000;

/** Does on an embedded cluster what was done on the real one, at the same times, with three watches open. */
async function replay(scenario: string): Promise<{ history: HistoryEntry[]; answers: Answer[] }> {
  const { actions } = recordingOf(scenario);
  const clock = new ManualClock();
  await using cluster = await EmbeddedCluster.start({
    clock,
    // The first Pod is …-bbbbb.
    ids: sequentialIds(),
    namespaces: [scenario],
    images: {
      'localhost/busybox:1':
        runtimes[scenario] ??
        ((context) => (behaviours[`${scenario}/${context.container}`] ?? behaviours[scenario])?.(context)),
    },
  });
  const paths = {
    Job: `/apis/batch/v1/namespaces/${scenario}/jobs`,
    Pod: `/api/v1/namespaces/${scenario}/pods`,
    Event: `/api/v1/namespaces/${scenario}/events`,
  };
  const open = await Promise.all(
    Object.values(paths).map((path) => openWatch(cluster, `${path}?timeoutSeconds=3600`)),
  );
  const watches = Object.keys(paths).map(async (kind, index) => {
    const seen = await all(open[index] as AsyncIterable<WatchEvent>);
    return seen.map((event) => ({ kind, ...event }));
  });
  const answers: Answer[] = [];
  let now = 0;
  for (const { at, request } of actions) {
    await clock.advance(at - now);
    now = at;
    const { status, headers, body } = await api(
      cluster,
      request.method,
      request.path.replace(/(?<=pods\/)[^/]+/, cluster.pods(scenario)[0]?.metadata.name ?? ''),
      request.body ?? undefined,
      request.method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {},
    );
    answers.push({ status, warning: headers.get('warning'), body });
  }
  await clock.advance(2 * hour);
  return { history: (await Promise.all(watches)).flat(), answers };
}

describe.each(scenarios)('the recorded history of %s', (scenario) => {
  const recording = recordingOf(scenario);

  test('is told again by the embedded cluster: types, reasons, counts, conditions and their order', async () => {
    const { history } = await replay(scenario);
    const told = (entries: readonly HistoryEntry[]): unknown =>
      timelineOf(entries.filter((entry) => !waitsForever.has(scenario) || !isRepeated(entry)));
    expect(told(history)).toEqual(told(recording.history));
  });

  test('begins with the same objects: defaults, labels, finalizers, owners', async () => {
    const { history } = await replay(scenario);
    const firstOf = (entries: HistoryEntry[], kind: string): unknown => {
      const first = entries.find((entry) => entry.kind === kind)?.object;
      return first === undefined
        ? undefined
        : withoutIds(first, [first.metadata.name, namesIn(entries)[0] ?? '']);
    };
    expect(firstOf(history, 'Job')).toEqual(firstOf(recording.history, 'Job'));
    expect(firstOf(history, 'Pod')).toEqual(firstOf(recording.history, 'Pod'));
  });

  test('has the same answers', async () => {
    const { answers } = await replay(scenario);
    const recorded = recording.actions.map(({ responseStatus, responseHeaders, responseBody }) => ({
      status: responseStatus,
      warning: responseHeaders.warning?.[0] ?? null,
      body: responseBody,
    }));
    expect(answers.map(shown)).toEqual(recorded.map(shown));
  });
});

test('there are at least 40 of them', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(40);
});

const namesIn = (history: readonly HistoryEntry[]): string[] =>
  history.filter(({ kind }) => kind !== 'Event').map(({ object }) => object.metadata.name as string);

/** An answer without what lags behind in a real cluster: the Job's `ready`, the whole of a Pod's status. */
function shown({ body, ...rest }: Answer): unknown {
  const status =
    body.kind === 'Job' ? { ...body.status, ready: '<lags>' } : body.kind === 'Pod' ? '<lags>' : body.status;
  return { ...rest, body: withoutIds({ ...body, status }, [body.metadata.name ?? '<none>']) };
}
