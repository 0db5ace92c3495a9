import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { openTelemetry } from '../../src/opentelemetry/index.js';

/** Registers what an application registers: once for a test file. */
export function registerOpenTelemetry(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
}

/** The real SDK, whose exporters keep in memory what they get. */
export class RecordedTelemetry implements AsyncDisposable {
  readonly #spans = new InMemorySpanExporter();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.#spans)],
  });
  readonly #meterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 2 ** 31 - 1 }),
    ],
  });
  readonly telemetry = openTelemetry({
    tracerProvider: this.tracerProvider,
    meterProvider: this.#meterProvider,
  });

  /** The spans that have ended, in the order of their ends. */
  spans(name?: string): ReadableSpan[] {
    return this.#spans.getFinishedSpans().filter((span) => name === undefined || span.name === name);
  }

  /** What was measured so far, by name of the metric: `{ attributes, value }` of each series. */
  async measured(name: string): Promise<{ attributes: object; value: unknown }[]> {
    this.#metrics.reset();
    await this.#meterProvider.forceFlush();
    const all = this.#metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    return all
      .flatMap(({ metrics }) => metrics)
      .filter(({ descriptor }) => descriptor.name === `kubernetes_job_environment.${name}`)
      .flatMap(({ dataPoints }): readonly DataPoint<unknown>[] => dataPoints)
      .map(({ attributes, value }) => ({ attributes, value }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tracerProvider.shutdown();
    await this.#meterProvider.shutdown();
  }
}
