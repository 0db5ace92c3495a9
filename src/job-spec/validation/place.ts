import type { JobPath } from '../job-manifest.js';
import type { JobSpec, SpecPosition } from '../job-spec.js';

/** Where something stands; what is missing, at the key of the nearest object around it. */
export function nearestPosition(
  spec: JobSpec,
  path: JobPath,
  part: 'key' | 'value',
): SpecPosition | undefined {
  const exact = spec.position(path, part);
  if (exact !== undefined) return exact;
  for (let end = path.length - 1; end >= 0; end--) {
    const around = spec.position(path.slice(0, end), 'key');
    if (around !== undefined)
      return end === 0 || typeof path[end - 1] === 'number' ? firstColumn(around) : around;
  }
  return undefined;
}

/** Of a whole item of a list, its beginning. */
function firstColumn(position: SpecPosition): SpecPosition {
  return { ...position, endLine: position.line, endColumn: position.column + 1 };
}
