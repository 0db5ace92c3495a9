/*
 * The forms of names and labels. Source: k8s.io/apimachinery/pkg/util/validation/validation.go. Each check gives the
 * rule that is broken, as the end of a sentence that starts with the name of the field, or undefined.
 */

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

export type Syntax = (text: string) => string | undefined;

/** A name in which only the length may be wrong in one way and the letters in another. */
function named(pattern: RegExp, max: number, letters: string): Syntax {
  return (text) => {
    if (text.length > max) return `is ${text.length} characters long, at most ${max} are allowed`;
    return pattern.test(text) ? undefined : `must be ${letters}`;
  };
}

const ofLetters = 'small letters, digits and "-", with a letter or digit at both ends';

/** RFC 1123 label: names of containers, volumes, claims. */
export const dnsLabel = named(label, 63, ofLetters);
/** RFC 1123 subdomain: names of most objects. */
export const dnsSubdomain = named(
  subdomain,
  253,
  'small letters, digits, "-" and ".", with a letter or digit at both ends',
);
/** The name of a port: as a DNS label, but at most 15 characters, and one of them a letter. */
export const portName: Syntax = (text) => {
  if (text.length > 15)
    return `is ${text.length} characters long, at most 15 are allowed for the name of a port`;
  if (!/^[-a-z0-9]+$/.test(text)) return `must be ${ofLetters}`;
  if (!/[a-z]/.test(text)) return 'must have at least one letter; for a number, remove the quotes';
  return /^-|-$|--/.test(text) ? 'must not start or end with "-", nor have two of them in a row' : undefined;
};

export const labelValue: Syntax = (text) => {
  if (text.length > 63) return `is ${text.length} characters long, at most 63 are allowed`;
  if (text === '' || qualified.test(text)) return undefined;
  return 'must be letters, digits, "-", "_" and ".", with a letter or digit at both ends';
};

/** The key of a label or annotation, and other names with an optional DNS prefix: `example.com/team`. */
export const qualifiedName: Syntax = (text) => {
  const parts = text.split('/');
  if (parts.length > 2) return 'must have at most one "/"';
  const [name = '', prefix] = parts.reverse();
  if (prefix !== undefined && dnsSubdomain(prefix) !== undefined) {
    return prefix === ''
      ? 'must have a prefix before the "/"'
      : 'must have a DNS name (small letters) before the "/"';
  }
  if (name === '') return 'must have a name';
  if (name.length > 63) return `has a name of ${name.length} characters, at most 63 are allowed`;
  return qualified.test(name)
    ? undefined
    : 'must be letters, digits, "-", "_" and ".", with a letter or digit at both ends';
};

/** Any printable ASCII but "=". Source: IsRelaxedEnvVarName; before Kubernetes 1.34 it was letters, digits, "_.-". */
export const envName: Syntax = (text) =>
  /^[ -<>-~]+$/.test(text) ? undefined : 'must be printable ASCII characters without "="';

export const portNumber = (port: number): boolean => port >= 1 && port <= 65_535;

/** `example.com/path`, as names of controllers are. */
export const domainPath: Syntax = (text) => {
  const slash = text.indexOf('/');
  const path = text.slice(slash + 1);
  if (slash <= 0 || path === '') return 'must be a domain name, "/" and a path, as example.com/controller';
  if (dnsSubdomain(text.slice(0, slash)) !== undefined)
    return 'must start with a domain name, as example.com/controller';
  return /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path)
    ? undefined
    : 'must have a path of plain characters after the "/"';
};

/** A key of a ConfigMap or Secret. */
export const configKey: Syntax = (text) => {
  if (text.length > 253) return `is ${text.length} characters long, at most 253 are allowed`;
  if (text === '.' || text === '..' || text.startsWith('..')) return 'must not be "." nor start with ".."';
  return /^[-._a-zA-Z0-9]+$/.test(text) ? undefined : 'must be letters, digits, "-", "_" and "."';
};

/** A path inside a volume. */
export const pathInside: Syntax = (text) => {
  if (text.startsWith('/')) return 'must be a relative path: remove the "/" at its start';
  return text.split('/').includes('..') ? 'must not contain ".."' : undefined;
};

/** An IPv4 or IPv6 address, as Go's net.ParseIP takes it (and, for old fields, with leading zeros). */
export const ipAddress: Syntax = (text) => {
  const v4 = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
  return v4 || isIpv6(text) ? undefined : 'must be an IP address, as 10.0.0.1 or fd00::1';
};

function isIpv6(text: string): boolean {
  const v4Tail = /^(.*:)\d{1,3}(?:\.\d{1,3}){3}$/.exec(text);
  const plain = v4Tail === null ? text : `${v4Tail[1]}0:0`;
  const halves = plain.split('::');
  if (halves.length > 2 || !/^[0-9a-fA-F:]+$/.test(plain)) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** The name of a CSI driver. Source: ValidateCSIDriverName. */
export const csiDriver: Syntax = (text) =>
  text.length > 63
    ? `is ${text.length} characters long, at most 63 are allowed`
    : dnsSubdomain(text.toLowerCase()) === undefined
      ? undefined
      : 'must be the name of a CSI driver, as secrets-store.csi.k8s.io';
