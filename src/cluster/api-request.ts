/** What was asked of the API server, as errors name it. */
export interface ApiRequest {
  readonly verb: 'create' | 'get' | 'list' | 'watch' | 'delete' | 'patch';
  readonly resource: 'jobs' | 'pods' | 'events' | 'pods/log';
  /** Left out: all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** Host and port of the server, without credentials. */
  readonly server?: string | undefined;
}

/** `create jobs "one" in namespace "ns"`. */
export function describeRequest({ verb, resource, namespace, name }: ApiRequest): string {
  const object = name === undefined ? '' : ` "${name}"`;
  const where = namespace === undefined ? 'in all namespaces' : `in namespace "${namespace}"`;
  return `${verb} ${resource}${object} ${where}`;
}

/** `API server 127.0.0.1:6443`. */
export function describeServer({ server }: ApiRequest): string {
  return server === undefined ? 'API server' : `API server ${server}`;
}
