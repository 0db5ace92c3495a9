import { isMap, isScalar, isSeq } from 'yaml';
import { InvalidArgumentError } from '../errors.js';
import type { JobManifest, JobPath } from './job-manifest.js';
import type { JobSpec, SpecPosition } from './job-spec.js';
import { checkOneJob, type DocumentFacts } from './one-job.js';
import { parseDocuments } from './parse-documents.js';
import { checkShape } from './shape.js';
import { Source } from './source.js';
import { YamlDocument } from './yaml-document.js';
import { yamlToJson } from './yaml-to-json.js';

export interface ReadJobSpecOptions {
  /** What the text is called in errors and positions; no file is opened. @default 'job spec' */
  readonly file?: string | undefined;
}

/**
 * Reads the text of a Job spec as kubectl does (YAML 1.1 scalars: `yes` is true, `0644` is 420, a date is text) and
 * keeps where each part stands. Stricter than kubectl where it would guess or lose something: duplicate keys, tags,
 * a `<<` after the keys it overrides, integers beyond 2^53, Infinity and NaN.
 *
 * @throws JobSpecSyntaxError when it is no YAML, or YAML that no Job can hold
 * @throws JobSpecDocumentError when it is not exactly one Job of batch/v1
 * @throws JobSpecShapeError when a part that a run fills in is of the wrong shape
 * @throws JobSpecUnreadableError when it is larger than 1.5 MiB
 * @throws InvalidArgumentError when it is no text at all
 */
export function readJobSpec(text: string, { file }: ReadJobSpecOptions = {}): JobSpec {
  if (typeof text !== 'string') {
    throw new InvalidArgumentError(
      'text',
      'readJobSpec takes the text of a Job spec. Decode bytes as UTF-8 first.',
    );
  }
  const source = new Source(text, file);
  const documents = parseDocuments(source)
    .map((document) => new YamlDocument(document, source))
    .filter((document) => !document.empty);
  checkOneJob(documents.map(factsOf), source.at(0));
  const document = documents[0] as YamlDocument;
  const spec: JobSpec = Object.freeze({
    json: yamlToJson(document) as JobManifest,
    ...(file === undefined ? {} : { file }),
    position: (path: JobPath, part: 'value' | 'key' = 'value') => {
      const node = document.find(path)?.[part];
      return node === undefined ? undefined : document.rangeOf(node);
    },
    excerpt: (position: SpecPosition) => document.excerptOf(position),
  });
  checkShape(spec);
  return spec;
}

function factsOf(document: YamlDocument): DocumentFacts {
  const at = (...path: string[]) => document.find(path)?.value;
  const scalarAt = (...path: string[]) => {
    const node = at(...path);
    return node === undefined ? undefined : isScalar(node) ? document.scalar(node) : {};
  };
  const positionOf = (...path: string[]) => {
    const node = at(...path);
    return node === undefined ? undefined : document.startOf(node);
  };
  return {
    type: isMap(document.root) ? 'map' : isSeq(document.root) ? 'list' : 'scalar',
    apiVersion: scalarAt('apiVersion'),
    kind: scalarAt('kind'),
    name: scalarAt('metadata', 'name') ?? scalarAt('metadata', 'generateName'),
    position: positionOf(),
    apiVersionPosition: positionOf('apiVersion'),
    kindPosition: positionOf('kind'),
  };
}
