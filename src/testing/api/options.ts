import { forbiddenValue, notSupported, required, tooLong } from '../objects/causes.js';
import { badRequest, invalidOptions, type Cause } from '../objects/status.js';

const fieldValidations = ['', 'Ignore', 'Strict', 'Warn'];

/** Options that every write takes. */
export interface WriteQuery {
  readonly dryRun: boolean;
  readonly fieldValidation: string;
}

/**
 * Reads `dryRun` and `fieldValidation`.
 * @throws StatusError 422
 */
export function writeQuery(query: URLSearchParams, kind: string): WriteQuery {
  const dryRun = query.getAll('dryRun').filter((word) => word !== '');
  const fieldValidation = query.get('fieldValidation') ?? '';
  const causes: Cause[] = [
    ...(dryRun.every((word) => word === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]),
    ...(fieldValidations.includes(fieldValidation)
      ? []
      : [notSupported('fieldValidation', fieldValidation, fieldValidations)]),
  ];
  const fieldManager = query.get('fieldManager') ?? '';
  if (fieldManager.length > 128) causes.push(tooLong('fieldManager', 128));
  if (kind === 'PatchOptions' && query.has('force')) {
    causes.push(forbiddenValue('force', 'may not be specified for non-apply patch'));
  }
  if (causes.length > 0) throw invalidOptions(kind, causes);
  return { dryRun: dryRun.length > 0, fieldValidation };
}

/**
 * Reads the options of a server-side apply, which is refused itself.
 * @throws StatusError 422
 */
export function checkApplyQuery(query: URLSearchParams): void {
  if (query.get('fieldManager')) return;
  throw invalidOptions('PatchOptions', [required('fieldManager', 'is required for apply patch')]);
}

/**
 * A number of the query.
 * @throws StatusError 400
 */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}
