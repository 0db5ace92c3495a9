import type { Attributes, Meter } from '@opentelemetry/api';
import type { CounterName } from '../telemetry.js';

const prefix = 'kubernetes_job_environment';

const counters: Record<CounterName, { kind: 'counter' | 'upDown'; unit: string; description: string }> = {
  submits: {
    kind: 'counter',
    unit: '{submit}',
    description:
      'Submissions that ended, by outcome: created, adopted (the Job was there already) or failed.',
  },
  retries: {
    kind: 'counter',
    unit: '{request}',
    description: 'Requests of a submission that are made again, by the error.type of the one before.',
  },
  'watch.restarts': {
    kind: 'counter',
    unit: '{restart}',
    description: 'Watches begun anew, by resource and reason: ended by the server, expired or failed.',
  },
  'submits.in_flight': { kind: 'upDown', unit: '{submit}', description: 'Submissions that have not ended.' },
  'requests.in_flight': {
    kind: 'upDown',
    unit: '{request}',
    description: 'Requests to the API server that have not ended, watches and logs included.',
  },
  'waits.in_flight': { kind: 'upDown', unit: '{wait}', description: 'Runs whose outcome is waited for.' },
};

export interface Instruments {
  readonly count: (name: CounterName, by: number, attributes?: Attributes) => void;
  readonly lag: (seconds: number, attributes: Attributes) => void;
}

export function instruments(meter: Meter): Instruments {
  const made = Object.fromEntries(
    Object.entries(counters).map(([name, { kind, ...options }]) => {
      const full = `${prefix}.${name}`;
      return [
        name,
        kind === 'counter' ? meter.createCounter(full, options) : meter.createUpDownCounter(full, options),
      ];
    }),
  ) as Record<CounterName, ReturnType<Meter['createUpDownCounter']>>;
  const lag = meter.createHistogram(`${prefix}.outcome.lag`, {
    unit: 's',
    description: "From the Job controller's verdict, in whole seconds of its clock, until `wait` gives it.",
    advice: { explicitBucketBoundaries: [0.5, 1, 1.5, 2, 3, 5, 10, 30, 60] },
  });
  return {
    count: (name, by, attributes) => made[name].add(by, attributes),
    lag: (seconds, attributes) => lag.record(seconds, attributes),
  };
}
