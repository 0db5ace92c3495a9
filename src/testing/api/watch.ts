import { expired, tooLarge, type StatusError } from '../objects/status.js';
import type { KubeObject } from '../objects/types.js';
import { apiVersion } from '../store/registry.js';
import type { Change } from '../store/store.js';
import type { Sink } from './answer.js';
import type { ApiContext, ApiRequest, Handler } from './context.js';
import { checkWatchOptions } from './list-options.js';
import { integer } from './options.js';
import { resourceVersion } from './read.js';
import { isTrue } from './request.js';
import { selectorOf, type Selector } from './selectors.js';

// A real server sends one about every minute, and one shortly before timeoutSeconds is over.
const bookmarkInterval = 60_000;
const bookmarkBeforeEnd = 2_000;

export const watch: Handler = (context, request) => {
  const { query, resource } = request;
  const selector = selectorOf(query, context.registry.definitions[resource] as never, request.name);
  const version = resourceVersion(query);
  const timeoutSeconds = integer(query, 'timeoutSeconds');
  checkWatchOptions(query);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    stream: (sink) => run(context, request, selector, version, timeoutSeconds, sink),
  };
};

function run(
  { registry, clock }: ApiContext,
  { resource, namespace, query, shape }: ApiRequest,
  selector: Selector,
  version: number,
  timeoutSeconds: number | undefined,
  sink: Sink,
): void {
  const { store } = registry;
  const write = (type: string, object: unknown): void =>
    sink.write(`${JSON.stringify({ type, object: shape(object) })}\n`);
  const tell = (change: Change): void => {
    if (change.resource !== resource || change.revision <= version) return;
    if (namespace !== undefined && change.object.metadata.namespace !== namespace) return;
    const type = seenThrough(selector, change);
    if (type === undefined) return;
    const left = type === 'DELETED' && change.type !== 'DELETED';
    write(type, left ? asItWas(change) : change.object);
  };
  const bookmark = (annotations?: Record<string, string>): void =>
    write('BOOKMARK', bookmarkOf(registry, resource, annotations));

  const refuse = ({ status }: StatusError): void => {
    write('ERROR', status);
    sink.end();
  };

  const sendInitial = query.get('sendInitialEvents');
  const wantsInitial = isTrue(sendInitial);
  if (wantsInitial && version > store.revision) return refuse(tooLarge(version, store.revision));
  if (wantsInitial || (version === 0 && sendInitial === null)) {
    for (const object of store.list(resource, namespace).filter(selector)) write('ADDED', object);
    if (wantsInitial && isTrue(query.get('allowWatchBookmarks'))) {
      bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  } else if (version > 0) {
    const missed = store.since(resource, version);
    if (missed === undefined) {
      const { uncached } = registry.definitions[resource];
      return refuse(
        expired(
          uncached
            ? 'The resourceVersion for the provided watch is too old.'
            : `too old resource version: ${version} (${store.forgotten})`,
        ),
      );
    }
    missed.forEach(tell);
  }

  const unsubscribe = store.subscribe(tell);
  const timers: (() => void)[] = [];
  const stop = (): void => {
    unsubscribe();
    for (const cancel of timers) cancel();
  };
  if (timeoutSeconds !== undefined && timeoutSeconds > 0) {
    timers.push(
      clock.schedule(timeoutSeconds * 1000, () => {
        stop();
        sink.end();
      }),
    );
  }
  if (isTrue(query.get('allowWatchBookmarks'))) {
    const repeat = (): void => {
      bookmark();
      timers[at] = clock.schedule(bookmarkInterval, repeat);
    };
    const beforeEnd = (timeoutSeconds ?? Infinity) * 1000 - bookmarkBeforeEnd;
    const first = beforeEnd > 0 ? Math.min(bookmarkInterval, beforeEnd) : bookmarkInterval;
    const at = timers.push(clock.schedule(first, repeat)) - 1;
  }
  sink.onClose(stop);
}

/** How a change looks to a watch that sees only what its selector takes. */
function seenThrough(selector: Selector, { type, object, previous }: Change): Change['type'] | undefined {
  const was = previous !== undefined && selector(previous);
  if (type === 'DELETED') return was ? 'DELETED' : undefined;
  const is = selector(object);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}

/** An object that left the selector is shown as it was, at the version of the write. */
function asItWas({ object, previous = object }: Change): KubeObject {
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}

function bookmarkOf(
  { definitions, store }: ApiContext['registry'],
  resource: ApiRequest['resource'],
  annotations: Record<string, string> | undefined,
): Partial<KubeObject> {
  const { kind, group, version, bookmark } = definitions[resource];
  const metadata = { resourceVersion: String(store.revision), ...(annotations && { annotations }) };
  return { kind, apiVersion: apiVersion({ group, version }), metadata: metadata as never, ...bookmark };
}
