import { objectMeta, typeMeta } from './core.js';
import { struct } from './schema.js';
import { typeOf } from './table.js';

/** The fields of a Job (batch/v1). */
export const jobSchema = struct('Job', {
  ...typeMeta,
  metadata: objectMeta,
  spec: typeOf('JobSpec'),
  status: 'any',
});
