import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { TlsMaterial } from '../credentials/credentials.js';

/** Where a connection goes, and with what. */
export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly proxy: URL | undefined;
}

/** Milliseconds without a byte after which the system asks whether the other side is still there. */
const KEEP_ALIVE_PROBE = 30_000;

const options = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_PROBE, noDelay: true };

export function openTcp(host: string, port: number): Socket {
  return connectTcp({ host, port, ...options });
}

/** TLS over a new connection, or over a tunnel that is there. */
export function openTls(
  { host, port }: { readonly host: string; readonly port: number },
  tls: TlsMaterial & { readonly session?: Buffer | undefined },
  tunnel?: Socket,
): TLSSocket {
  return connectTls({
    host,
    port,
    // An address is no server name; without this line Node would send none for a host name either.
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
    ...options,
    ...tls,
    ...(tunnel === undefined ? {} : { socket: tunnel }),
  });
}

/** Destroys a socket that is not ready in time. Its user hears of it as of every other error. */
export function boundConnecting<S extends Socket>(
  socket: S,
  ready: 'connect' | 'secureConnect',
  milliseconds: number,
): S {
  const timer = setTimeout(() => {
    socket.destroy(
      Object.assign(new Error(`No connection within ${milliseconds} ms`), { code: 'ETIMEDOUT' }),
    );
  }, milliseconds);
  const stop = (): void => clearTimeout(timer);
  socket.once(ready, stop).once('close', stop);
  return socket;
}
