import { badRequest, failure } from '../objects/status.js';
import type { ResourceDefinition } from '../resources/definition.js';
import { apiVersion as apiVersionOf } from '../store/registry.js';
import { tableWriter, type TableBody, type TableObject } from '../table/table.js';

/** Gives an object, or a list of some, the form that a client wants. What is neither stays as it is. */
export type Shape = (body: unknown) => unknown;

export const asIs: Shape = (body) => body;

interface ShapeOptions {
  readonly accept: string | string[] | undefined;
  readonly query: URLSearchParams;
  readonly definition: ResourceDefinition;
  /** In ms. */
  readonly now: () => number;
  readonly watchable: boolean;
}

const json = ['application/json', 'application/*', '*/*'];
const versions = ['v1', 'v1beta1'];

/**
 * Reads `Accept`: the first type that the API server can write. A shape is for one answer, which may be a watch.
 * @throws StatusError 406
 */
export function shapeOf({ accept, query, definition, now, watchable }: ShapeOptions): Shape {
  let wantedForm = false;
  for (const entry of String(accept ?? '*/*').split(',')) {
    const [type = '', ...rest] = entry.split(';').map((part) => part.trim());
    if (!json.includes(type)) continue;
    const { as, g, v = '' } = Object.fromEntries(rest.map((one) => one.split('='))) as Record<string, string>;
    if (as === undefined) return asIs;
    const apiVersion = `${g}/${v}`;
    if (g === 'meta.k8s.io' && versions.includes(v)) {
      if (as === 'Table') return tableShape({ apiVersion, query, definition, now });
      if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')
        return unlessStatus(metadataOnly(apiVersion));
    }
    wantedForm = true;
  }
  throw wantedForm ? noSuchForm() : noSuchType(watchable);
}

const noSuchForm = (): Error =>
  failure(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );

const noSuchType = (watchable: boolean): Error =>
  failure(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf' +
      (watchable ? ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch' : ''),
    {},
  );

const included = ['', 'Metadata', 'Object', 'None'];

interface TableOptions extends Pick<ShapeOptions, 'query' | 'definition' | 'now'> {
  readonly apiVersion: string;
}

function tableShape({ apiVersion, query, definition, now }: TableOptions): Shape {
  const include = query.get('includeObject') ?? '';
  if (!included.includes(include)) {
    throw badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`,
    );
  }
  const rowObject = (object: TableObject): unknown => {
    if (include === 'Object') return { ...typeMeta, ...object };
    return include === 'None' ? null : metadataOnly(apiVersion)(object);
  };
  // Items of a list carry neither.
  const typeMeta = { kind: definition.kind, apiVersion: apiVersionOf(definition) };
  const write = tableWriter({ apiVersion, printer: definition.table, rowObject });
  return unlessStatus((body) => write(body, now()));
}

const metadataOnly = (apiVersion: string): ((body: TableBody) => unknown) =>
  function shape({ metadata, items }: TableBody): unknown {
    if (items === undefined) return { kind: 'PartialObjectMetadata', apiVersion, metadata };
    // Go writes an empty list as null here.
    const parts = items.length > 0 ? items.map(shape) : null;
    return { kind: 'PartialObjectMetadataList', apiVersion, metadata, items: parts };
  };

const unlessStatus =
  (shape: (body: TableBody) => unknown): Shape =>
  (body) =>
    (body as { kind?: string }).kind === 'Status' ? body : shape(body as TableBody);
