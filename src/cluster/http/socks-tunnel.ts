import type { Socket } from 'node:net';

class SocksError extends Error {
  readonly code = 'EPROXY';
}

const replies: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'not allowed by its rules',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'TTL expired',
  7: 'command not supported',
  8: 'address type not supported',
};

/**
 * Asks a SOCKS5 proxy for a connection (https://www.rfc-editor.org/rfc/rfc1928, and 1929 for name and password). The
 * proxy resolves the host name, as client-go lets it.
 */
export async function openSocksTunnel(
  socket: Socket,
  { host, port }: { readonly host: string; readonly port: number },
  user: { readonly name: string; readonly password: string } | undefined,
): Promise<Socket> {
  const method = user === undefined ? 0 : 2;
  socket.write(Buffer.from([5, 1, method]));
  const [version, chosen] = await take(socket, 2);
  if (version !== 5) throw new SocksError('The proxy does not speak SOCKS5');
  if (chosen !== method) throw new SocksError('The SOCKS5 proxy does not accept this way to log in');
  if (user !== undefined) {
    socket.write(Buffer.concat([Buffer.from([1]), counted(user.name), counted(user.password)]));
    const [, status] = await take(socket, 2);
    if (status !== 0) throw new SocksError('The SOCKS5 proxy does not accept its user and password');
  }
  socket.write(
    Buffer.concat([Buffer.from([5, 1, 0, 3]), counted(host), Buffer.from([port >> 8, port & 255])]),
  );
  const [, reply = 1, , kind] = await take(socket, 4);
  if (reply !== 0) throw new SocksError(`The SOCKS5 proxy answered: ${replies[reply] ?? `code ${reply}`}`);
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await take(socket, 1))[0] ?? 0);
  await take(socket, length + 2);
  return socket;
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new SocksError('SOCKS5 takes no host, user or password beyond 255 bytes');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** The next bytes, and not one more: what follows belongs to the server behind the proxy. */
function take(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tryRead = (): void => {
      const bytes = socket.read(length) as Buffer | null;
      if (bytes === null) return;
      done();
      resolve(bytes);
    };
    const fail = (error?: Error): void => {
      done();
      reject(error ?? new SocksError('The SOCKS5 proxy closed the connection'));
    };
    const onEnd = (): void => fail();
    const done = (): void => {
      socket.off('readable', tryRead).off('error', fail).off('end', onEnd).off('close', onEnd);
    };
    socket.on('readable', tryRead).once('error', fail).once('end', onEnd).once('close', onEnd);
    tryRead();
  });
}
