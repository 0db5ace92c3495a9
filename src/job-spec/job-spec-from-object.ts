import { copyJson } from './copy-json.js';
import { JobSpecDocumentError } from './errors.js';
import type { JobManifest } from './job-manifest.js';
import type { JobSpec } from './job-spec.js';
import { checkOneJob } from './one-job.js';
import { getOwn } from './own-key.js';
import { checkShape } from './shape.js';

/**
 * A Job spec from a Job that was written as an object. It is copied: later changes of the object change nothing.
 * There is no text, so `position` knows no place.
 *
 * @throws JobSpecDocumentError when it is not a Job of batch/v1
 * @throws JobSpecShapeError when it holds what JSON can not, or a part that a run fills in is of the wrong shape
 */
export function jobSpecFromObject(value: object): JobSpec {
  if (typeof value !== 'object' || value === null) {
    throw new JobSpecDocumentError(
      `The Job spec is ${value === null ? 'null' : `a ${typeof value}`}, not an object.`,
    );
  }
  const json = copyJson(value);
  checkOneJob([
    {
      type: Array.isArray(json) ? 'list' : 'map',
      apiVersion: getOwn(json, 'apiVersion'),
      kind: getOwn(json, 'kind'),
      name: getOwn(getOwn(json, 'metadata'), 'name'),
    },
  ]);
  const spec: JobSpec = Object.freeze({
    json: json as JobManifest,
    position: () => undefined,
    excerpt: () => undefined,
  });
  checkShape(spec);
  return spec;
}
