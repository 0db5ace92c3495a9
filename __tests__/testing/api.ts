import type { EmbeddedCluster } from '../../src/testing/index.js';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

/** A request as kubectl would make it: JSON, with the cluster's token. */
export async function api(
  cluster: EmbeddedCluster,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const response = await fetch(`${cluster.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json && !text.includes('}\n{') && text ? JSON.parse(text) : undefined,
  };
}

export const jobsPath = (namespace = 'default'): string => `/apis/batch/v1/namespaces/${namespace}/jobs`;
export const podsPath = (namespace = 'default'): string => `/api/v1/namespaces/${namespace}/pods`;

/** A small Job. */
export function jobManifest(
  name: string,
  spec: Record<string, unknown> = {},
  container: Record<string, unknown> = {},
): any {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'test/image:1', ...container }] },
      },
      ...spec,
    },
  };
}

export interface WatchEvent {
  readonly type: string;
  readonly object: any;
}

/** Resolves when the server has accepted the watch. */
export async function openWatch(
  cluster: EmbeddedCluster,
  path: string,
  signal?: AbortSignal,
): Promise<AsyncGenerator<WatchEvent>> {
  const response = await fetch(`${cluster.url}${path}${path.includes('?') ? '&' : '?'}watch=true`, {
    headers: { authorization: `Bearer ${cluster.token}` },
    ...(signal && { signal }),
  });
  if (response.status !== 200)
    throw new Error(`the watch was answered ${response.status}: ${await response.text()}`);
  return lines(response.body as ReadableStream<Uint8Array>);
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<WatchEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part) as WatchEvent;
  }
}

/** Reads a watch until an event that passes, and gives all up to it. */
export async function until(
  events: AsyncGenerator<WatchEvent>,
  pass: (event: WatchEvent) => boolean,
): Promise<WatchEvent[]> {
  const seen: WatchEvent[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done)
      throw new Error(`the watch ended before; seen: ${JSON.stringify(seen.map(({ type }) => type))}`);
    seen.push(value);
    if (pass(value)) return seen;
  }
}

export async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}
