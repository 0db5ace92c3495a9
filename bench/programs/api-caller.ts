import * as http from 'node:http';
import * as https from 'node:https';

/** Where an API server listens, and what it knows the caller by: PEM, or a token. */
export interface CallTarget {
  readonly server: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

/** Asks an API server for what the contestants are measured against: over kept connections, and with no retry. */
export class ApiCaller implements Disposable {
  readonly #target: CallTarget;
  readonly #http: typeof http | typeof https;
  readonly #agent: http.Agent;

  constructor(target: CallTarget) {
    this.#target = target;
    const { server, ca, cert, key } = target;
    this.#http = server.startsWith('https:') ? https : http;
    this.#agent = new this.#http.Agent({ keepAlive: true, ca, cert, key });
  }

  /** The object of a 2xx answer. @throws Error of any other */
  call(method: string, path: string, body: object | undefined, contentType: string): Promise<unknown> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const { server, token } = this.#target;
    const headers = {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return new Promise((resolve, reject) => {
      const sent = this.#http.request(
        `${server}${path}`,
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
