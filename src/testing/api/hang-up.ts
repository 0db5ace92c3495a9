import type { Socket } from 'node:net';

/** The connection below one with TLS, which alone can be reset. */
export const carriers = new WeakMap<Socket, Socket>();

/** Ends a connection with a reset, so that the client sees ECONNRESET. */
export function hangUp(socket: Socket | null): void {
  if (socket !== null) (carriers.get(socket) ?? socket).resetAndDestroy();
}
