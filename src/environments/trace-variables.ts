import type { EnvVar } from '../job-spec/job-manifest.js';
import type { TelemetrySpan } from '../telemetry.js';

/** The variables that carry a span into a container: its headers, called as variables are. */
export function traceVariables(span: TelemetrySpan | undefined): EnvVar[] {
  return Object.entries(span?.carrier() ?? {}).map(([header, value]) => ({
    name: header.toUpperCase().replace(/[^A-Z0-9_]/g, '_'),
    value,
  }));
}
