import type { Resource } from '../objects/types.js';
import type { ResourceRequest, Verb } from '../api/request.js';
import type { WireRequest } from '../api/server.js';

/** A request the cluster was asked, as it came over the wire. */
export class RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as they came. */
  readonly body: Buffer;
  /** What kind of request it is; absent for what is no resource (`/version`). */
  readonly verb?: Verb;
  /** `jobs`, `pods`, `pods/log`, `jobs/status` … */
  readonly resource?: Resource | `${Resource}/${string}`;
  readonly namespace?: string;
  readonly name?: string;
  /** The status that was answered; absent while there is none, and when the connection was dropped. */
  status?: number;
  /** Whether the answer was sent whole, or the connection is gone: `false` of a watch or log that is being followed. */
  ended = false;

  constructor(wire: WireRequest, path: string, query: URLSearchParams, asked: ResourceRequest | undefined) {
    this.method = wire.method;
    this.path = path;
    this.query = query;
    this.headers = wire.headers;
    this.body = wire.body;
    if (asked === undefined) return;
    this.verb = asked.verb;
    this.resource =
      asked.subresource === undefined ? asked.resource : `${asked.resource}/${asked.subresource}`;
    if (asked.namespace !== undefined) this.namespace = asked.namespace;
    if (asked.name !== undefined) this.name = asked.name;
  }

  /** The body as text. */
  text(): string {
    return this.body.toString('utf8');
  }

  /** @throws SyntaxError when the body is not JSON */
  json(): unknown {
    return JSON.parse(this.text());
  }
}
