import { badRequest, expired, failure, tooLarge } from '../objects/status.js';
import type { KubeObject } from '../objects/types.js';
import { apiVersion } from '../store/registry.js';
import { keyOf } from '../store/store.js';
import { json } from './answer.js';
import type { ApiContext, ApiRequest, Handler } from './context.js';
import { readJsonText } from './json-text.js';
import { integer } from './options.js';
import { checkListOptions } from './list-options.js';
import { selectorOf } from './selectors.js';

export const get: Handler = ({ registry }, { resource, namespace, name = '', query }) => {
  checkFuture(resourceVersion(query), registry.store.revision);
  return json(200, registry.read(resource, namespace, name));
};

export const list: Handler = ({ registry }, request) => {
  const { resource, query } = request;
  checkListOptions(query);
  const definition = registry.definitions[resource] as never;
  const selector = selectorOf(query, definition);
  const { revision, objects, from } = snapshot(registry.store, request);
  const start = from === undefined ? 0 : objects.findIndex((object) => keyOf(object) > from);
  const matching = start < 0 ? [] : objects.slice(start).filter(selector);
  // From the watch cache pages are not served: resourceVersion=0 answers everything.
  const limit = query.get('resourceVersion') === '0' ? 0 : (integer(query, 'limit') ?? 0);
  const page = limit > 0 ? matching.slice(0, limit) : matching;
  const last = page.at(-1);
  // Keys are counted before the selector: there may be a next page with nothing in it.
  const behind = last === undefined ? [] : objects.filter((object) => keyOf(object) > keyOf(last));
  const rest = limit > 0 && page.length === limit ? behind.length : 0;
  const { kind, group, version } = registry.definitions[resource];
  return json(200, {
    kind: `${kind}List`,
    apiVersion: apiVersion({ group, version }),
    metadata: {
      resourceVersion: String(revision),
      ...(rest > 0 &&
        last !== undefined && {
          continue: encodeContinue(revision, keyOf(last)),
          // Counting what a selector leaves would cost a real server a full read.
          ...(!query.get('labelSelector') && !query.get('fieldSelector') && { remainingItemCount: rest }),
        }),
    },
    // Items of a list carry neither kind nor apiVersion.
    items: page.map(({ kind: _kind, apiVersion: _version, ...item }) => item),
  });
};

interface Snapshot {
  readonly revision: number;
  readonly objects: readonly KubeObject[];
  /** The key after which the page begins. */
  readonly from?: string;
}

function snapshot(
  store: ApiContext['registry']['store'],
  { resource, namespace, query }: ApiRequest,
): Snapshot {
  const token = query.get('continue');
  if (token) {
    const { revision, from } = decodeContinue(token);
    if (revision < 0) return { revision: store.revision, objects: store.list(resource, namespace), from };
    const objects = store.listAt(resource, namespace, revision);
    if (objects === undefined) throw expired(tooOldToContinue, encodeContinue(-1, from));
    return { revision, objects, from };
  }
  const asked = resourceVersion(query);
  checkFuture(asked, store.revision);
  // A page of a version that says nothing of how it is meant is exactly that.
  const isPage = asked > 0 && (integer(query, 'limit') ?? 0) > 0 && !query.get('resourceVersionMatch');
  if (isPage || query.get('resourceVersionMatch') === 'Exact') {
    const objects = store.listAt(resource, namespace, asked);
    if (objects === undefined) throw expired('The resourceVersion for the provided list is too old.');
    return { revision: asked, objects };
  }
  return { revision: store.revision, objects: store.list(resource, namespace) };
}

function checkFuture(asked: number, revision: number): void {
  if (asked <= revision) return;
  throw tooLarge(asked, revision);
}

/**
 * The `resourceVersion` of a request, 0 when there is none.
 * @throws StatusError 500, as the real one answers what is no number
 */
export function resourceVersion(query: URLSearchParams): number {
  const text = query.get('resourceVersion') ?? '';
  if (text !== '' && !/^\d+$/.test(text)) {
    throw failure(
      500,
      undefined,
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

const tooOldToContinue =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function encodeContinue(revision: number, from: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${from}\0` })).toString(
    'base64url',
  );
}

/** @throws StatusError 400 */
function decodeContinue(token: string): { revision: number; from: string } {
  const refused = (why: string): Error =>
    badRequest(`invalid continue token: continue key is not valid: ${why}`);
  // Bytes, not characters: so are they named when they are wrong.
  const text = Buffer.from(token, 'base64url').toString('latin1');
  let key: { v?: string; rv?: number; start?: string };
  try {
    key = readJsonText(text).value as typeof key;
  } catch (error) {
    throw refused((error as Error).message);
  }
  const { v = '', rv = 0, start = '' } = key;
  if (v !== 'meta.k8s.io/v1') throw refused(`server does not recognize this encoded version ${v}`);
  return { revision: rv, from: start.slice(0, -1) };
}
