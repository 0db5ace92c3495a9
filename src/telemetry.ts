import { isKubernetesJobEnvironmentError } from './errors.js';

/** What a span or a measurement says about itself. No value holds an env value, a key or a token. */
export type TelemetryAttributes = Readonly<Record<string, string | number | boolean>>;

/** What is counted: `submits` that ended, tries that are made again, watches begun anew, and what is in flight. */
export type CounterName =
  'submits' | 'retries' | 'watch.restarts' | 'submits.in_flight' | 'requests.in_flight' | 'waits.in_flight';

/** One thing that is being done. */
export interface TelemetrySpan {
  /** Does `work` with this span as the active one: spans that begin in it are below it. */
  run<T>(work: () => T): T;
  set(attributes: TelemetryAttributes): void;
  /** What carries the span to another process, as HTTP headers are called: `traceparent`, `tracestate`. */
  carrier(): Readonly<Record<string, string>>;
  /** Ends it, once. */
  end(failure?: SpanFailure): void;
}

/** Why a span failed. */
export interface SpanFailure {
  /** The status of an answer, the code of an error, or its class: what `error.type` is in OpenTelemetry. */
  readonly type: string;
  /** A sentence, where one is known to hold no env value: what a server says may quote the whole Job. */
  readonly message?: string | undefined;
}

/**
 * Where the library tells what it does, in spans and measurements. `openTelemetry()` of
 * `kubernetes-job-environment/opentelemetry` makes one; without one nothing is told, and nothing is loaded.
 */
export interface Telemetry {
  /** Begins a span below the active one. */
  startSpan(name: string, options: SpanOptions): TelemetrySpan;
  /** Adds to a counter; those `in_flight` go down too. */
  count(name: CounterName, by: number, attributes?: TelemetryAttributes): void;
  /** Measures, in seconds, how late the outcome of a run was known. */
  lag(seconds: number, attributes: TelemetryAttributes): void;
}

export interface SpanOptions {
  /** `client`: a request to another machine. @default 'internal' */
  readonly kind?: 'client' | 'internal';
  readonly attributes: TelemetryAttributes;
}

/** Does `work` in a span, counted as `inFlight` while it lasts. Without telemetry it only does the work. */
export async function spanned<T>(
  telemetry: Telemetry | undefined,
  { name, inFlight, ...options }: SpanOptions & { readonly name: string; readonly inFlight?: CounterName },
  work: (span: TelemetrySpan | undefined) => Promise<T>,
): Promise<T> {
  if (telemetry === undefined) return work(undefined);
  const span = telemetry.startSpan(name, options);
  if (inFlight !== undefined) telemetry.count(inFlight, 1);
  try {
    const result = await span.run(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(failureOf(error, options.kind));
    throw error;
  } finally {
    if (inFlight !== undefined) telemetry.count(inFlight, -1);
  }
}

/** Env values are hidden above the client, so what failed a request has no sentence of its own. */
export function failureOf(error: unknown, kind?: SpanOptions['kind']): SpanFailure {
  const safe = kind !== 'client' && isKubernetesJobEnvironmentError(error);
  return { type: errorType(error), message: safe ? error.message : undefined };
}

export function errorType(error: unknown): string {
  const { status, code, name } = (error ?? {}) as { status?: unknown; code?: unknown; name?: unknown };
  if (typeof status === 'number') return String(status);
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : '_OTHER';
}

/** A Job, in the words of OpenTelemetry's semantic conventions. */
export function jobAttributes(job: {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}): TelemetryAttributes {
  return { 'k8s.namespace.name': job.namespace, 'k8s.job.name': job.name, 'k8s.job.uid': job.uid };
}
