/** One reason of a 422, as in `metav1.StatusCause`. */
export interface Cause {
  readonly reason?: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
}

/** `metav1.Status`: the body of every refusal. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** What names a kind of object in a refusal. */
export interface KindName {
  readonly plural: string;
  readonly kind: string;
  readonly group: string;
}

/** A refusal of the API server. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? status.reason ?? 'refused');
    this.status = status;
  }
}

/** A failure `Status`, its fields in the API server's order. */
export function failure(
  code: number,
  reason: string | undefined,
  message: string,
  details?: StatusDetails,
): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason !== undefined && { reason }),
    ...(details !== undefined && { details }),
    code,
  });
}

const qualified = (word: string, group: string): string => (group === '' ? word : `${word}.${group}`);
const named = (name: string, group: string, kind: string): StatusDetails => ({
  ...(name !== '' && { name }),
  ...(group !== '' && { group }),
  ...(kind !== '' && { kind }),
});

export const badRequest = (message: string): StatusError => failure(400, 'BadRequest', message);

export const unauthorized = (): StatusError => failure(401, 'Unauthorized', 'Unauthorized');

export const notFound = ({ plural, group }: KindName, name: string): StatusError =>
  failure(404, 'NotFound', `${qualified(plural, group)} "${name}" not found`, named(name, group, plural));

export const unknownPath = (): StatusError =>
  failure(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = (): StatusError =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const alreadyExists = ({ plural, group }: KindName, name: string, deleting: boolean): StatusError =>
  failure(
    409,
    'AlreadyExists',
    `${deleting ? 'object is being deleted: ' : ''}${qualified(plural, group)} "${name}" already exists`,
    named(name, group, plural),
  );

export const conflict = (
  { group }: KindName,
  word: string,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): StatusError =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(word, group)} "${name}": ${why}`,
    named(name, group, word),
  );

export const invalid = (
  { kind, group }: Pick<KindName, 'kind' | 'group'>,
  name: string,
  found: readonly Cause[],
): StatusError => {
  const texts = [...new Set(found.map((cause) => `${cause.field}: ${cause.message}`))];
  // The same thing is said once, as when two labels share a value.
  const causes = texts.map(
    (text) => found.find((cause) => text === `${cause.field}: ${cause.message}`) as Cause,
  );
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(422, 'Invalid', `${qualified(kind, group)} "${name}" is invalid: ${text}`, {
    ...named(name, group, kind),
    causes,
  });
};

/** A refusal of the options of a request, as for `dryRun=true`. */
export const invalidOptions = (kind: string, causes: readonly Cause[]): StatusError =>
  invalid({ kind, group: 'meta.k8s.io' }, '', causes);

export const expired = (message: string, continueToken?: string): StatusError => {
  const { status } = failure(410, 'Expired', message);
  return new StatusError({
    ...status,
    metadata: continueToken === undefined ? {} : { continue: continueToken },
  });
};

/** A version that the server has not come to. */
export const tooLarge = (asked: number, revision: number): StatusError =>
  failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${revision}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
