import { once } from 'node:events';
import { get as getPlain } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { text } from 'node:stream/consumers';

export interface ClientIdentity {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const timeoutMilliseconds = 10_000;

/** One GET on a connection of its own. @throws if nobody answers, or after 10 s. */
export async function httpGet(
  url: string,
  identity: ClientIdentity = {},
): Promise<{ status: number; body: string }> {
  const options = { agent: false, signal: AbortSignal.timeout(timeoutMilliseconds) } as const;
  const request = url.startsWith('https:')
    ? getSecure(url, { ...options, ...identity })
    : getPlain(url, options);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}
