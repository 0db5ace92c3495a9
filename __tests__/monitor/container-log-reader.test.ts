import { expect, test } from '@jest/globals';
import { type ClusterApi, ApiResponseError, type KubernetesObject } from '../../src/index.js';
import { ContainerLogReader } from '../../src/monitor/logs/container-log-reader.js';
import { containerRun } from '../../src/monitor/logs/pod-state.js';

const ended = { exitCode: 0 };
const lines = Buffer.from('2026-01-01T00:00:00.000000001Z one\n');

/** The server's two ways to say that there is no log of the run before. */
const answers = {
  refused: () => {
    const facts = { status: 400, reason: 'BadRequest', causes: [] };
    throw new ApiResponseError('previous terminated container "main" in pod "a" not found', facts);
  },
  // k8s.io/kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go, GetContainerLogs: with 200.
  empty: () => Buffer.from('unable to retrieve container logs for containerd://0123'),
};

test.each([
  ['is missing when it ran', answers.refused, { terminated: ended }, ['(RunGone)', 'one']],
  ['is missing when it ran, as the node says', answers.empty, { terminated: ended }, ['(RunGone)', 'one']],
  ['is none when the container was made and, as its kubelet died, not started', answers.refused, {}, ['one']],
])('the log of a run that can not be read any more %s', async (_, answer, lastState, expected) => {
  const api = {
    async *podLog({ previous }: { previous?: boolean }): AsyncGenerator<Uint8Array, void> {
      yield previous ? answer() : lines;
    },
  } as unknown as ClusterApi;
  const status = { name: 'main', restartCount: 1, state: { terminated: ended }, lastState };
  const pod = {
    metadata: { name: 'a', uid: 'u' },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main' }] },
    status: { phase: 'Succeeded', containerStatuses: [status] },
  } as unknown as KubernetesObject;
  const state = () => containerRun({ pod, gone: false }, 'main');
  const reader = new ContainerLogReader(api, {
    namespace: 'default',
    pod: 'a',
    container: 'main',
    follow: true,
    from: undefined,
    state,
    freshState: () => Promise.resolve(state()),
    async *changes() {
      yield;
    },
    signal: new AbortController().signal,
    sleep: (ms, signal) =>
      new Promise((resolve) => (ms > 15_000 ? signal.addEventListener('abort', () => resolve()) : resolve())),
    random: () => 0,
    now: () => 0,
  });
  const read: string[] = [];
  for await (const bunch of reader.lines()) {
    read.push(...bunch.map(({ text, incomplete }) => (incomplete ? `(${incomplete.reason})` : text)));
  }
  expect(read).toEqual(expected);
});
