import { Agent, request } from 'node:https';
import type { ApiTarget } from './api-server.js';

/** Asks an API server for what the contestants are measured against: over kept connections, and with no retry. */
export class ApiCaller implements Disposable {
  readonly #target: ApiTarget;
  readonly #agent: Agent;

  constructor(target: ApiTarget) {
    this.#target = target;
    const { ca, cert, key } = target;
    this.#agent = new Agent({ keepAlive: true, ca, cert, key });
  }

  /** The object of a 2xx answer. @throws Error of any other */
  call(method: string, path: string, body: object | undefined, contentType: string): Promise<unknown> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#target.server}${path}`,
        { agent: this.#agent, method, headers },
        (answer) => {
          let told = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece: string) => (told += piece));
          answer.on('error', reject);
          answer.on('end', () => {
            const { statusCode = 0 } = answer;
            if (statusCode >= 200 && statusCode < 300) resolve(JSON.parse(told));
            else reject(new Error(`${method} ${path} was answered ${statusCode}: ${told}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
