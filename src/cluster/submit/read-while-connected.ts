import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

/** What has come before the connection closed is in memory, but may still have to be unpacked. */
const GRACE_MILLISECONDS = 100;

/**
 * Reads an answer, but no longer than its connection lasts: node-fetch 2, which client-node 1.4 uses, waits for ever
 * for the rest of an answer whose length was announced. The connection is found where client-node makes an agent for
 * each call, whose only one it is; else (2.x has no agent, and needs none) the answer is just read.
 */
export async function readWhileConnected<T>(agent: unknown, read: () => Promise<T>): Promise<T> {
  const sockets = (agent as Partial<Agent> | undefined)?.sockets ?? {};
  const [socket, ...others] = Object.values<Socket[] | undefined>(sockets).flatMap((list) => list ?? []);
  if (socket === undefined || others.length > 0) return read();

  let timer: NodeJS.Timeout | undefined;
  let onClose = (): void => undefined;
  const closed = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('The connection was closed before the answer was complete'), {
      code: 'ECONNRESET',
    });
    onClose = () => void (timer = setTimeout(() => reject(error), GRACE_MILLISECONDS));
    if (socket.closed) onClose();
    else socket.once('close', onClose);
  });
  try {
    return await Promise.race([read(), closed]);
  } finally {
    clearTimeout(timer);
    socket.off('close', onClose);
  }
}
