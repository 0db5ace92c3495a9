import { connect } from 'node:net';
import { serveLogs } from './logs.js';

/** Copies what comes on a socket, and looks at nothing of it. */
serveLogs(async (text, runs, pods) => {
  const { hostname, port } = new URL(JSON.parse(text).clusters[0].cluster.server);
  const copy = Buffer.alloc(1 << 20);
  let bytes = 0;
  const read = (pod) =>
    new Promise((resolve, reject) => {
      const socket = connect(port, hostname);
      socket.on('data', (piece) => (bytes += piece.copy(copy)));
      socket.on('close', resolve);
      socket.on('error', reject);
      const head = ['host: replay', 'connection: close', '', ''].join('\r\n');
      socket.write(`GET /api/v1/namespaces/default/pods/${pod}/log HTTP/1.1\r\n${head}`);
    });
  await Promise.all(pods.map(read));
  return { bytes };
});
