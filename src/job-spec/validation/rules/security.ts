import { type Check, has, type JsonMap, listAt, mapAt } from '../check.js';

/** Source: ValidateSecurityContext. */
export function securityContext(context: JsonMap, check: Check): void {
  if (context['allowPrivilegeEscalation'] !== false) return;
  const contradicts = (steps: string[], what: string): void =>
    check.error('conflict', steps, `${what} contradicts allowPrivilegeEscalation: false`);
  if (context['privileged'] === true) contradicts(['privileged'], 'privileged: true');
  if (listAt(mapAt(context, 'capabilities'), 'add').includes('CAP_SYS_ADMIN')) {
    contradicts(['capabilities', 'add'], 'the capability CAP_SYS_ADMIN');
  }
}

/** Profiles of seccomp and AppArmor. Source: validateSeccompProfileField, ValidateAppArmorProfileField. */
export function profile(value: JsonMap, check: Check): void {
  const local = value['type'] === 'Localhost';
  const given = has(value, 'localhostProfile');
  if (local && !given && !check.isMeant('localhostProfile')) {
    check.error(
      'missing-field',
      ['localhostProfile'],
      '"localhostProfile" is missing: type Localhost needs it',
    );
  } else if (!local && given && typeof value['type'] === 'string') {
    check.error('conflict', ['localhostProfile'], '"localhostProfile" needs type: Localhost', {
      part: 'key',
    });
  }
}
