/**
 * What was sent and is not in what was stored, by path. The server may add (its defaults); it leaves out what says
 * nothing to Go (null, the zero of a type, empty lists and maps), and writes quantities in their canonical form.
 */
export function lost(sent: unknown, stored: unknown, path = ''): string[] {
  if (saysNothing(sent) && saysNothing(stored)) return [];
  if (Array.isArray(sent) && Array.isArray(stored) && sent.length === stored.length) {
    return sent.flatMap((item, index) => lost(item, stored[index], `${path}[${index}]`));
  }
  if (isMap(sent) && isMap(stored)) {
    return Object.entries(sent).flatMap(([key, value]) => lost(value, stored[key], `${path}.${key}`));
  }
  if (sent === stored || (isQuantity(path) && amount(sent) === amount(stored))) return [];
  return [`${path}: sent ${JSON.stringify(sent)}, stored ${JSON.stringify(stored)}`];
}

function saysNothing(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : !value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isQuantity(path: string): boolean {
  return /\.(?:limits|requests|capacity|sizeLimit|storage)\b/.test(path);
}

const powers = 'numkMGTPE';

/** The number that a quantity means. Source: k8s.io/apimachinery/pkg/api/resource/quantity.go */
function amount(quantity: unknown): number {
  const [, digits = 'NaN', suffix = '', binary] =
    /^([-+.\d]+(?:[eE][-+]?\d+)?)([numkKMGTPE]?)(i?)$/.exec(String(quantity)) ?? [];
  if (suffix === '') return Number(digits);
  const power = powers.indexOf(suffix.replace('K', 'k'));
  return power < 3
    ? Number(digits) / 1000 ** (3 - power)
    : Number(digits) * (binary ? 1024 : 1000) ** (power - 2);
}
