import { failure } from '../objects/status.js';

/** How a client wants an object: whole, or its metadata. */
export type Form = 'whole' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

const known = ['PartialObjectMetadata', 'PartialObjectMetadataList'];
const json = ['application/json', 'application/*', '*/*'];

/**
 * Reads `Accept`: the first type that the API server can write.
 * @throws StatusError 406
 */
export function formOf(accept: string | string[] | undefined, watchable: boolean): Form {
  let wantedForm = false;
  for (const entry of String(accept ?? '*/*').split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
    if (!json.includes(type)) continue;
    const as = parameters.find((one) => one.startsWith('as='))?.slice(3);
    // A Table comes as the whole object (see differences.ts).
    if (as === undefined || as === 'Table') return 'whole';
    if (known.includes(as)) return as as Form;
    wantedForm = true;
  }
  if (wantedForm) {
    throw failure(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  }
  throw failure(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf' +
      (watchable ? ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch' : ''),
    {},
  );
}

const partial = (kind: string, metadata: unknown): Record<string, unknown> => ({
  kind,
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

interface Whole {
  readonly kind?: string;
  readonly metadata?: unknown;
  readonly items?: readonly { readonly metadata: unknown }[];
}

/** An object, or the list of some, in a form. Answers that are no such thing stay as they are. */
export function inForm(form: Form, body: unknown): unknown {
  const { kind, metadata, items } = body as Whole;
  if (form === 'whole' || kind === 'Status') return body;
  if (items === undefined) return partial('PartialObjectMetadata', metadata);
  const parts = items.map((item) => partial('PartialObjectMetadata', item.metadata));
  // Go writes an empty list as null here.
  return { ...partial('PartialObjectMetadataList', metadata), items: parts.length > 0 ? parts : null };
}
