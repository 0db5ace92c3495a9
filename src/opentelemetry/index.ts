import {
  context,
  type MeterProvider,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import type { Telemetry, TelemetrySpan } from '../telemetry.js';
import { instruments } from './instruments.js';

export type { Telemetry } from '../telemetry.js';

export interface OpenTelemetryOptions {
  /** Gives the tracer. @default the one registered with `@opentelemetry/api` */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Gives the meter. @default the one registered with `@opentelemetry/api` */
  readonly meterProvider?: MeterProvider | undefined;
}

const scope = 'kubernetes-job-environment';

/**
 * Tells OpenTelemetry what the library does: give the result as `telemetry` to `connect`, `KubernetesJobEnvironment`,
 * `submitJob` and `JobMonitor`. Needs the package `@opentelemetry/api`, and an SDK of your choice that is registered
 * before: instruments are made now.
 *
 * @example
 * ```ts
 * const telemetry = openTelemetry();
 * await using api = connect(undefined, { telemetry });
 * ```
 */
export function openTelemetry({
  tracerProvider = trace.getTracerProvider(),
  meterProvider = metrics.getMeterProvider(),
}: OpenTelemetryOptions = {}): Telemetry {
  const tracer = tracerProvider.getTracer(scope);
  return {
    ...instruments(meterProvider.getMeter(scope)),
    startSpan: (name, { kind, attributes }) =>
      telemetrySpan(
        tracer.startSpan(name, {
          kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
          attributes,
        }),
      ),
  };
}

function telemetrySpan(span: Span): TelemetrySpan {
  const within = trace.setSpan(context.active(), span);
  return {
    run: (work) => context.with(within, work),
    set: (attributes) => void span.setAttributes(attributes),
    carrier: () => {
      const carrier: Record<string, string> = {};
      propagation.inject(within, carrier);
      return carrier;
    },
    end: (failure) => {
      if (failure !== undefined) {
        const { type, message } = failure;
        span.setAttribute('error.type', type);
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
      }
      span.end();
    },
  };
}
