import { jobPrinter } from '../table/jobs.js';
import { jobSchema } from './schema/batch.js';
import { prepareJob, setJobDefaults } from './job-defaults.js';
import type { ResourceDefinition } from './definition.js';
import { jobWarnings } from './warnings.js';
import { validateJob } from './validation/job.js';
import { validateJobUpdate } from './validation/job-update.js';

export const jobs: ResourceDefinition<'jobs'> = {
  resource: 'jobs',
  plural: 'jobs',
  kind: 'Job',
  group: 'batch',
  version: 'v1',
  namespaced: true,
  shortNames: [],
  subresources: ['status'],
  schema: jobSchema,
  defaultPropagation: 'Orphan',
  fieldLabels: { 'status.successful': (job) => String(job.status.succeeded ?? 0) },
  table: jobPrinter,
  bookmark: { spec: { template: { metadata: {}, spec: { containers: null } } }, status: {} },
  setDefaults: setJobDefaults,
  prepareForCreate: prepareJob,
  validate: validateJob,
  warnings: jobWarnings,
  validateUpdate: validateJobUpdate,
};
