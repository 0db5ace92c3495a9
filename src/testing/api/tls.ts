import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createCertificate } from '../pki/certificate.js';
import { carriers } from './hang-up.js';

/** A server that hands every connection, encrypted, to `http`; and the PEM of its certificate, signed by itself. */
export function withTls(http: HttpServer): { server: Server; certificate: string } {
  const hosts = ['127.0.0.1', 'localhost'];
  const own = createCertificate({ commonName: 'embedded-cluster', use: 'server', hosts });
  const secureContext = createSecureContext({ cert: own.certificate, key: own.privateKey });
  const server = createServer((carrier) => {
    const socket = new TLSSocket(carrier, { isServer: true, secureContext });
    carriers.set(socket, carrier);
    // A client that does not trust the certificate, or speaks plain HTTP.
    socket.on('error', () => carrier.destroy());
    http.emit('connection', socket);
  });
  return { server, certificate: own.certificate };
}
