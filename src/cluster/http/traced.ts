import type { IncomingMessage } from 'node:http';
import { failureOf, type SpanFailure, spanned, type Telemetry } from '../../telemetry.js';
import type { Call } from './api-client.js';

/** A request with an answer, as a span; named as RBAC names it: `create jobs`. */
export function tracedRequest<T extends { readonly response: IncomingMessage }>(
  telemetry: Telemetry | undefined,
  call: Call,
  send: () => Promise<T>,
): Promise<T> {
  return spanned(telemetry, spanOf(call), async (span) => {
    const result = await send();
    span?.set({ 'http.response.status_code': result.response.statusCode ?? 0 });
    return result;
  });
}

/** A stream as a span from its request to its end, whoever ends it. */
export async function* tracedStream<T>(
  telemetry: Telemetry | undefined,
  call: Call,
  open: () => Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void> {
  if (telemetry === undefined) {
    yield* await open();
    return;
  }
  const { name, inFlight, ...options } = spanOf(call);
  const span = telemetry.startSpan(name, options);
  telemetry.count(inFlight, 1);
  let failure: SpanFailure | undefined;
  try {
    yield* await open();
  } catch (error) {
    failure = failureOf(error, 'client');
    throw error;
  } finally {
    span.end(failure);
    telemetry.count(inFlight, -1);
  }
}

function spanOf({ method, what }: Call): Required<Parameters<typeof spanned>[1]> {
  const { verb, resource, namespace, name } = what;
  return {
    name: `${verb} ${resource}`,
    inFlight: 'requests.in_flight',
    kind: 'client',
    attributes: {
      'http.request.method': method,
      ...(namespace === undefined ? {} : { 'k8s.namespace.name': namespace }),
      ...(name === undefined ? {} : { [resource === 'jobs' ? 'k8s.job.name' : 'k8s.pod.name']: name }),
    },
  };
}
