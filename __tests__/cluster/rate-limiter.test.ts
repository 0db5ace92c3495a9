import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type RateLimit, RateLimiter } from '../../src/cluster/http/rate-limiter.js';
import type { ApiRequest } from '../../src/cluster/api-request.js';

const create = (namespace = 'a'): ApiRequest => ({ verb: 'create', resource: 'jobs', namespace });
const cancel: ApiRequest = { verb: 'delete', resource: 'jobs', namespace: 'a' };

/** Requests that wait for their turn, and in what order it came. */
function waiting(limit: RateLimit) {
  const limiter = new RateLimiter(limit);
  const begun: string[] = [];
  const wait = (name: string, what: ApiRequest, signals: readonly AbortSignal[] = []): void => {
    void limiter.turn(what, signals).then(() => begun.push(name));
  };
  const waits = (what: ApiRequest, ...names: string[]): void => names.forEach((name) => wait(name, what));
  return { limiter, begun, wait, waits };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe('turns', () => {
  test('come at once until the burst is used up, then at the rate', async () => {
    const { begun, waits } = waiting({ requestsPerSecond: 10, burst: 2 });
    waits(create(), '1', '2', '3', '4');
    await jest.advanceTimersByTimeAsync(99);
    expect(begun).toEqual(['1', '2']);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['1', '2', '3']);
    await jest.advanceTimersByTimeAsync(100);
    expect(begun).toEqual(['1', '2', '3', '4']);
  });

  test('are saved up while nothing is asked, and no more than the burst', async () => {
    const { begun, waits } = waiting({ requestsPerSecond: 2 });
    await jest.advanceTimersByTimeAsync(3_600_000);
    waits(create(), '1', '2', '3');
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toEqual(['1', '2']);
    await jest.advanceTimersByTimeAsync(500);
    expect(begun).toEqual(['1', '2', '3']);
  });

  test('are taken in turns by kinds of requests and by namespaces', async () => {
    const { begun, waits } = waiting({ requestsPerSecond: 1, burst: 1 });
    waits(create('a'), 'a1', 'a2', 'a3');
    waits(create('b'), 'b1', 'b2');
    waits(cancel, 'cancel');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'cancel', 'a3', 'b2']);
  });

  test('a rate below one in a second is kept', async () => {
    const { begun, waits } = waiting({ requestsPerSecond: 0.1 });
    waits(create(), '1', '2');
    await jest.advanceTimersByTimeAsync(9_999);
    expect(begun).toEqual(['1']);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['1', '2']);
  });

  test('who is aborted waits no longer, and takes nobody’s turn', async () => {
    const { begun, wait } = waiting({ requestsPerSecond: 1, burst: 1 });
    const abort = new AbortController();
    wait('1', create());
    wait('aborted', create(), [new AbortController().signal, abort.signal]);
    wait('3', create());
    abort.abort();
    wait('aborted before', create(), [abort.signal]);
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toEqual(['1', 'aborted', 'aborted before']);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(begun).toEqual(['1', 'aborted', 'aborted before', '3']);
  });

  test('leave no listener behind, also of who was aborted before', async () => {
    const { limiter } = waiting({ requestsPerSecond: 10 });
    const client = new AbortController().signal;
    const abort = new AbortController();
    const turns = [limiter.turn(create(), [client, abort.signal])];
    abort.abort();
    turns.push(limiter.turn(create(), [client, abort.signal]));
    await Promise.all(turns);
    expect(getEventListeners(client, 'abort')).toEqual([]);
  });
});

describe('what the server asks to be spared', () => {
  const level = (uid: string) => ({ 'x-kubernetes-pf-prioritylevel-uid': uid });

  test('waits, and what is of another kind goes on', async () => {
    const { limiter, begun, waits } = waiting({ requestsPerSecond: 1000 });
    limiter.answered(create(), {}, 3_000);
    waits(create(), 'create');
    waits(cancel, 'cancel');
    await jest.advanceTimersByTimeAsync(2_999);
    expect(begun).toEqual(['cancel']);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['cancel', 'create']);
  });

  test('is no shorter when it asks for less later', async () => {
    const { limiter, begun, waits } = waiting({ requestsPerSecond: 1000 });
    limiter.answered(create(), {}, 3_000);
    limiter.answered(create(), {}, 1_000);
    waits(create(), 'create');
    await jest.advanceTimersByTimeAsync(2_999);
    expect(begun).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['create']);
  });

  test('is all that was last answered on the same priority level', async () => {
    const { limiter, begun, waits } = waiting({ requestsPerSecond: 1000 });
    limiter.answered(create('b'), level('workload-low'));
    limiter.answered(cancel, level('workload-high'));
    limiter.answered(create('a'), level('workload-low'), 2_000);
    waits(create('a'), 'a');
    waits(create('b'), 'b');
    waits(cancel, 'cancel');
    await jest.advanceTimersByTimeAsync(1_999);
    expect(begun).toEqual(['cancel']);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(['cancel', 'a', 'b']);
  });
});
