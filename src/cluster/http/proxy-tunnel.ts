import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { onAbort } from '../abort-listener.js';
import { portOf } from '../credentials/cluster-target.js';
import { openTcp, type SocketTarget } from './open-socket.js';
import { openSocksTunnel } from './socks-tunnel.js';

/** The proxy of the kubeconfig refused, or speaks another language. */
class ProxyError extends Error {
  readonly code = 'EPROXY';
}

/** A socket through the proxy to the target. The signal ends what is under way. */
export async function openTunnel(
  target: SocketTarget & { readonly proxy: URL },
  signal: AbortSignal,
): Promise<Socket> {
  const { proxy } = target;
  signal.throwIfAborted();
  try {
    return await (proxy.protocol.startsWith('socks')
      ? openSocks(target, signal)
      : openConnectTunnel(target, signal));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EPROXY') throw error;
    // Otherwise it would read as if the API server could not be reached.
    throw new ProxyError(`The connection to the proxy ${proxy.host} failed (${code})`, { cause: error });
  }
}

async function openSocks(
  target: SocketTarget & { readonly proxy: URL },
  signal: AbortSignal,
): Promise<Socket> {
  const socket = openTcp(hostOf(target.proxy), portOf(target.proxy));
  const forget = onAbort([signal], () => socket.destroy(signal.reason as Error));
  try {
    return await openSocksTunnel(socket, target, userOf(target.proxy));
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    forget();
  }
}

/** HTTP CONNECT (https://www.rfc-editor.org/rfc/rfc9110#name-connect), also to servers without TLS. */
function openConnectTunnel(
  { host, port, proxy }: SocketTarget & { readonly proxy: URL },
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const user = userOf(proxy);
  const credentials = user && Buffer.from(`${user.name}:${user.password}`).toString('base64');
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? requestHttps : requestHttp)({
      method: 'CONNECT',
      host: hostOf(proxy),
      port: portOf(proxy),
      path: authority,
      headers: { host: authority, ...(credentials ? { 'proxy-authorization': `Basic ${credentials}` } : {}) },
      agent: false,
      signal,
    });
    const refuse = (status: number | undefined): void => {
      reject(
        new ProxyError(`The proxy ${proxy.host} answered ${status ?? 'nothing'} to CONNECT ${authority}`),
      );
      request.destroy();
    };
    request.on('error', reject);
    request.once('response', ({ statusCode }) => refuse(statusCode));
    request.once('connect', ({ statusCode }, socket: Socket) => {
      if (statusCode === undefined || statusCode < 200 || statusCode > 299) {
        socket.destroy();
        refuse(statusCode);
        return;
      }
      resolve(socket);
    });
    request.end();
  });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function userOf({ username, password }: URL): { name: string; password: string } | undefined {
  if (username === '' && password === '') return undefined;
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}
