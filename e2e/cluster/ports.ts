import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range from which the kernel picks ports for outgoing connections (32768 on) and from which Kubernetes picks
 * node ports (30000 on), so that a port stays free while its process restarts.
 */
const [lowest, highest] = [20_000, 29_999];

/** Free ports of 127.0.0.1, all different. */
export async function freePorts<Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const ports: Partial<Record<Name, number>> = {};
  const taken = new Set<number>();
  for (const name of names) {
    const port = await freePort(taken);
    taken.add(port);
    ports[name] = port;
  }
  return ports as Record<Name, number>;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port was found on 127.0.0.1 between ${lowest} and ${highest}.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
