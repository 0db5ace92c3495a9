import type { ServerResponse } from 'node:http';
import type { Faults } from '../faults/faults.js';
import { RecordedRequest } from '../faults/recorded-request.js';
import { answerOf, send, type Answer } from './answer.js';
import { authorize } from './auth.js';
import type { ApiContext, Handler } from './context.js';
import { create } from './create.js';
import { remove, removeCollection } from './delete.js';
import { discovery, openPaths } from './discovery.js';
import { evict } from './evict.js';
import { hangUp } from './hang-up.js';
import { readLog } from './log.js';
import { asIs, shapeOf } from './form.js';
import { get, list } from './read.js';
import { parseResourceRequest, type ResourceRequest, type Verb } from './request.js';
import type { WireHandler, WireRequest } from './server.js';
import { patch, update } from './update.js';
import { watch } from './watch.js';

const handlers: Readonly<Record<Verb, Handler>> = {
  get,
  list,
  watch,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
};

/** Subresources that are no view of their object. */
const subresources: Readonly<Record<string, Handler>> = { log: readLog, eviction: evict };

interface ApiServerOptions {
  readonly context: ApiContext;
  readonly faults: Faults;
  readonly token: string;
  /** Every request is added here. */
  readonly requests: RecordedRequest[];
}

/** The Kubernetes API: notes the request, lets a fault have it, or handles it and answers. */
export function apiServer({ context, faults, token, requests }: ApiServerOptions): WireHandler {
  const { definitions } = context.registry;
  return async (wire, response) => {
    const { pathname: path, searchParams: query } = new URL(wire.url, 'http://127.0.0.1');
    const asked = attempt(() => parseResourceRequest(definitions, wire.method, path, query));
    const request = new RecordedRequest(wire, path, query, asked.value);
    requests.push(request);
    response.once('close', () => (request.ended = true));

    const handle = (): Answer => {
      try {
        if (!openPaths.includes(path)) authorize(token, wire, definitions, asked.value, path);
        if (asked.error !== undefined) return answerOf(asked.error);
        return handleResource(context, wire, query, path, asked.value);
      } catch (error) {
        return answerOf(error);
      }
    };
    const exchange = exchangeOf(request, response, handle);
    const fault = faults.take(request);
    if (fault === undefined) exchange.send(handle());
    else await fault(exchange);
  };
}

function handleResource(
  context: ApiContext,
  wire: WireRequest,
  query: URLSearchParams,
  path: string,
  asked: ResourceRequest | undefined,
): Answer {
  if (asked === undefined) {
    return discovery(context.registry.definitions, wire.method, path, String(wire.headers.host));
  }
  const special = asked.subresource === undefined ? undefined : subresources[asked.subresource];
  if (special !== undefined) return special(context, { ...asked, wire, query, shape: asIs });
  const shape = shapeOf({
    accept: wire.headers.accept,
    query,
    definition: context.registry.definitions[asked.resource] as never,
    now: () => context.clock.now(),
    watchable: asked.name === undefined,
  });
  const answer = handlers[asked.verb](context, { ...asked, wire, query, shape });
  return answer.body === undefined ? answer : { ...answer, body: shape(answer.body) };
}

function exchangeOf(
  request: RecordedRequest,
  response: ServerResponse,
  handle: () => Answer,
): Parameters<NonNullable<ReturnType<Faults['take']>>>[0] {
  return {
    request,
    handle,
    send(answer, cut) {
      request.status = answer.status;
      send(response, answer, cut);
    },
    reset: () => hangUp(response.socket),
  };
}

function attempt<T>(read: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}
