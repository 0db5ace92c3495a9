/**
 * A request of the corpus. Its path begins with `jobs`, `pods` or `events` of the script's own namespace, or with `/`.
 * In path and body, `{{a.uid}}`, `{{a.resourceVersion}}` and `{{a.continue}}` stand for what the answer to the request
 * with `as: 'a'` held, and `{{namespace}}` for the script's namespace.
 */
export interface Step {
  /** Unique within the script. */
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
  readonly as?: string;
  /** Whose credentials go with it. @default 'admin' */
  readonly user?: 'admin' | 'unknown' | 'nobody';
  /** A watch: these requests are made while it is open. */
  readonly during?: readonly Step[];
  /** It is made when the cluster has forgotten its history: etcd is compacted, and the API server begins anew. */
  readonly after?: 'compaction';
  /** It is made when this object is so. What is read of it until then is no part of the corpus. */
  readonly once?: { readonly path: string; readonly is: (object: any) => boolean };
}

/** Requests that are made one after the other, in a namespace of their own. */
export interface Script {
  /** The namespace, and the name of the fixture. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** A node that runs its Pods; or an API server that has no room for it. @default neither */
  readonly needs?: 'node' | 'overload';
}

type Rest = Omit<Step, 'what' | 'method' | 'path'>;

const step =
  (method: string) =>
  (what: string, path: string, rest: Rest = {}): Step => ({ what, method, path, ...rest });

export const get = step('GET');
export const del = step('DELETE');
export const post = (what: string, path: string, body: unknown, rest: Rest = {}): Step =>
  step('POST')(what, path, { body, ...rest });
export const put = (what: string, path: string, body: unknown, rest: Rest = {}): Step =>
  step('PUT')(what, path, { body, ...rest });
export const request = (method: string, what: string, path: string, rest: Rest = {}): Step =>
  step(method)(what, path, rest);

const patchTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

export const patch = (
  type: keyof typeof patchTypes,
  what: string,
  path: string,
  body: unknown,
  rest: Rest = {},
): Step => step('PATCH')(what, path, { body, headers: { 'content-type': patchTypes[type] }, ...rest });
