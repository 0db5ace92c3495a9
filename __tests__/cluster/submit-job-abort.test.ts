import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { SubmitOptions } from '../../src/cluster/submit/submit-job.js';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { JobServer, type Step, answer, lostAfter, pass } from '../support/job-server.js';
import { clientOf, failureOf, jobOf, kinds, submitting } from '../support/submit.js';

const busy = answer({ status: 429, body: 'busy' });
const unavailable = answer({ status: 503, body: 'no' });

describe.each(kinds)('through %s, a signal', (kind) => {
  const reason = new Error('the user went home');

  /** Submits, aborts where the script says, and gives the error. */
  async function aborted(
    script: (abort: () => void) => Step[],
    options: Partial<SubmitOptions> = {},
    before = false,
  ) {
    const stop = new AbortController();
    const abort = (): void => stop.abort(reason);
    if (before) abort();
    await using server = await JobServer.start(...script(abort));
    await using api = clientOf(kind, server);
    if (options.namespace === 'taken')
      server.jobs.set('taken/train', { metadata: { name: 'train', uid: 'u' } });
    const error = await failureOf(
      submitting(api, jobOf('run'), { flowRunId: 'run', signal: stop.signal, ...options }).handle,
    );
    expect(error).toMatchObject({ name: 'SubmitAbortedError', jobName: 'train', flowRunId: 'run' });
    expect(error.cause).toBe(reason);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    return { error, server, seen: server.seen.length };
  }

  test('that fired before sends nothing', async () => {
    const { error, seen } = await aborted(() => [], {}, true);
    expect(error).toMatchObject({ jobMayExist: false });
    expect(seen).toBe(0);
  });

  test('that fires while the server has the request leaves open whether the Job exists', async () => {
    const { error } = await aborted((abort) => [
      async ({ handle }) => {
        await handle();
        abort();
      },
    ]);
    expect(error).toMatchObject({ jobMayExist: true });
    expect(error.message).toContain('submit flow run "run" again');
  });

  test('that fires while waiting after a 429 knows that there is no Job', async () => {
    const stop = new AbortController();
    await using server = await JobServer.start(busy);
    await using api = clientOf(kind, server);
    const sleep = (): Promise<void> => {
      stop.abort(reason);
      return new Promise(() => undefined);
    };
    const error = await failureOf(
      submitting(api, jobOf('run'), { flowRunId: 'run', signal: stop.signal, sleep }).handle,
    );
    expect(error).toMatchObject({ name: 'SubmitAbortedError', jobMayExist: false, cause: reason });
    expect(error.message).toContain('created no Job');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test.each([
    ['a lost answer', lostAfter],
    ['a 503', unavailable],
  ])('that fires while waiting after %s leaves it open', async (_, step) => {
    const stop = new AbortController();
    await using server = await JobServer.start(step);
    await using api = clientOf(kind, server);
    const { handle } = submitting(api, jobOf('run'), {
      flowRunId: 'run',
      signal: stop.signal,
      // What a sleep of node:timers does.
      sleep: (_, signal) => {
        const ended = new Promise<void>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('AbortError'))),
        );
        stop.abort(reason);
        return ended;
      },
    });
    expect(await failureOf(handle)).toMatchObject({
      name: 'SubmitAbortedError',
      jobMayExist: true,
      cause: reason,
    });
  });

  test('that fires during the look at an existing Job knows that this submission made none', async () => {
    const { error, seen } = await aborted((abort) => [pass, () => abort()], { namespace: 'taken' });
    expect(error).toMatchObject({ jobMayExist: false });
    expect(seen).toBe(2);
  });

  test('that fires during the look after a lost answer leaves it open', async () => {
    const { error } = await aborted((abort) => [lostAfter, pass, () => abort()]);
    expect(error).toMatchObject({ jobMayExist: true });
  });

  test('that never fires has no listener left afterwards', async () => {
    const { signal } = new AbortController();
    await using server = await JobServer.start(busy, lostAfter);
    await using api = clientOf(kind, server);
    await submitting(api, jobOf('run'), { flowRunId: 'run', signal }).handle;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('that fires in the midst, and the run is submitted again: one Job', async () => {
    await using cluster = await EmbeddedCluster.start({ namespaces: ['ns'] });
    const stop = new AbortController();
    const held = cluster.faults.add({ method: 'POST', resource: 'jobs', hold: 'after-handling' });
    await using api = clientOf(kind, cluster);
    const { handle } = submitting(api, jobOf('run'), { flowRunId: 'run', signal: stop.signal });
    const failure = failureOf(handle);
    await held.reached;
    stop.abort();
    expect(await failure).toMatchObject({ name: 'SubmitAbortedError', jobMayExist: true });
    held.release();
    const again = await submitting(api, jobOf('run'), { flowRunId: 'run' }).handle;
    expect(again.created).toBe(false);
    expect(cluster.jobs()).toHaveLength(1);
  });
});

describe('a client that does not listen to the signal', () => {
  test.each(['resolves', 'rejects'])('is left alone, and nobody minds that it %s later', async (how) => {
    const stop = new AbortController();
    let end = (): void => undefined;
    const late = new Promise<unknown>((resolve, reject) => {
      end = () => (how === 'resolves' ? resolve({}) : reject(new Error('late')));
    });
    const unhandled: unknown[] = [];
    const listener = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', listener);
    const { handle } = submitting({ createNamespacedJob: () => late }, jobOf('run'), {
      flowRunId: 'run',
      signal: stop.signal,
    });
    stop.abort();
    expect(await failureOf(handle)).toMatchObject({ name: 'SubmitAbortedError', jobMayExist: true });
    end();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  test('may be aborted with a reason that looks like an answer', async () => {
    const stop = new AbortController();
    const { handle } = submitting({ createNamespacedJob: () => new Promise(() => undefined) }, jobOf('run'), {
      flowRunId: 'run',
      signal: stop.signal,
    });
    stop.abort({ code: 404 });
    expect(await failureOf(handle)).toMatchObject({ name: 'SubmitAbortedError', jobMayExist: true });
  });
});
