import { forbiddenValue, notSupported } from '../objects/causes.js';
import { badRequest, invalidOptions, type Cause } from '../objects/status.js';

const matches = ['Exact', 'NotOlderThan', ''];
const isVersion = /^\d*$/;

/**
 * What a list may be asked for (k8s.io/apimachinery/pkg/apis/meta/internalversion/validation).
 * @throws StatusError 400 or 422
 */
export function checkListOptions(query: URLSearchParams): void {
  const version = query.get('resourceVersion') ?? '';
  const causes = [...matchCauses(query.get('resourceVersionMatch') ?? '', version), ...initialEvents(query)];
  if (causes.length > 0) throw invalidOptions('ListOptions', causes);
  if (query.get('continue') && version !== '' && version !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  if (!isVersion.test(version)) {
    const shown = JSON.stringify(version);
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`,
    );
  }
}

function matchCauses(match: string, version: string): Cause[] {
  const field = 'resourceVersionMatch';
  if (match === '') return [];
  const forbidden = (why: string): Cause[] => [forbiddenValue(field, why)];
  if (version === '')
    return forbidden('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (!matches.includes(match)) return [notSupported(field, match, matches)];
  if (match === 'Exact' && version === '0') {
    return forbidden('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  return [];
}

const initialEvents = (query: URLSearchParams): Cause[] =>
  query.has('sendInitialEvents')
    ? [forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list')]
    : [];

/**
 * What a watch may be asked for.
 * @throws StatusError 422
 */
export function checkWatchOptions(query: URLSearchParams): void {
  const field = 'resourceVersionMatch';
  const match = query.get(field) ?? '';
  const causes: Cause[] = [];
  if (query.get('sendInitialEvents') === null) {
    if (match !== '') {
      causes.push(
        forbiddenValue(
          field,
          'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
        ),
      );
    }
  } else if (match !== 'NotOlderThan') {
    causes.push(
      forbiddenValue(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    );
    if (match !== '') causes.push(notSupported(field, match, ['NotOlderThan']));
  }
  if (causes.length > 0) throw invalidOptions('ListOptions', causes);
}
