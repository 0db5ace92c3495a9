import type { JobPath } from './job-manifest.js';

/** A path as people write it: `spec.template.spec.containers[0].env`, `metadata.labels["example.com/team"]`. */
export function formatPath(path: JobPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
