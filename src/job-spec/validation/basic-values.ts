import type { Json } from '../job-manifest.js';
import type { BasicKind } from '../../schema/schema.js';
import type { Check } from './check.js';
import { quantityHint, parseQuantity } from './quantity.js';

/** The kind of a value, never the value: it may be a secret in the wrong place. */
export function describe(value: Json | undefined): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string'
    ? 'text'
    : Number.isInteger(value)
      ? 'a number'
      : 'a number with a fraction';
}

/** Reports a value that is not of its kind. @returns whether it is */
export function checkBasic(value: Json, kind: BasicKind, check: Check): boolean {
  switch (kind) {
    case 'any':
      return true;
    case 'text':
    case 'time':
      return typeof value === 'string' || wrong(value, 'text', textHelp(value), check);
    case 'bool':
      return typeof value === 'boolean' || wrong(value, 'true or false', boolHelp(value), check);
    case 'int32':
    case 'int64':
      return checkInteger(value, kind, check);
    case 'int-or-text':
      if (typeof value === 'string') return true;
      if (typeof value === 'number') return checkInteger(value, 'int32', check);
      return wrong(value, 'a whole number or text', typeof value === 'boolean' ? 'quote it' : '', check);
    case 'quantity':
      return checkQuantity(value, check);
  }
}

function textHelp(value: Json): string {
  if (typeof value === 'boolean') return 'quote it (unquoted yes, no, on, off, true and false are no text)';
  if (typeof value === 'number') return 'quote it';
  return Array.isArray(value) ? 'write one text, not a list' : 'write one text, not a map';
}

function boolHelp(value: Json): string {
  if (typeof value === 'string')
    return /^(true|false)$/i.test(value) ? 'remove the quotes' : 'write true or false';
  return 'write true or false';
}

const bounds = { int32: 2 ** 31, int64: 2 ** 63 };

function checkInteger(value: Json, kind: 'int32' | 'int64', check: Check): boolean {
  if (typeof value === 'string') {
    const seconds = isTime(check) ? durationInSeconds(value) : undefined;
    const help = /^\s*-?\d+\s*$/.test(value) ? 'remove the quotes' : 'write digits only';
    return wrong(
      value,
      isTime(check) ? 'a whole number of seconds' : 'a whole number',
      seconds === undefined ? help : 'write the seconds as a number',
      check,
      seconds,
    );
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) return wrong(value, 'a whole number', '', check);
  const bound = bounds[kind];
  if (value >= -bound && value < bound) return true;
  const name = nameOf(check);
  check.error('out-of-range', [], `${name} is beyond what Kubernetes can hold (${kind})`);
  return false;
}

function isTime(check: Check): boolean {
  return /seconds/i.test(String(check.path.at(-1)));
}

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `10m`, `1h30m`, `90 seconds` in seconds; the field wants a bare number of them. */
function durationInSeconds(text: string): string | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replace(/seconds?|secs?/, 's')
    .replace(/minutes?|mins?/, 'm')
    .replace(/hours?|hrs?/, 'h')
    .replace(/days?/, 'd');
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd]))+$/.test(plain)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of plain.matchAll(/([\d.]+)(ms|[smhd])/g)) {
    seconds += Number(number) * (units[unit ?? ''] ?? 0);
  }
  return Number.isInteger(seconds) ? String(seconds) : undefined;
}

function checkQuantity(value: Json, check: Check): boolean {
  const text = typeof value === 'number' ? JSON.stringify(value) : value;
  if (typeof text !== 'string') return wrong(value, 'a quantity', 'write it as 500m, 2 or 1.5Gi', check);
  if (parseQuantity(text) !== undefined) return true;
  check.error(
    'invalid-quantity',
    [],
    `${nameOf(check)} is no quantity; write a number with a unit of Kubernetes, as 500m, 2 or 1.5Gi`,
    { suggestion: quantityHint(text) },
  );
  return false;
}

function wrong(value: Json, expected: string, help: string, check: Check, suggestion?: string): false {
  const advice = help === '' ? '' : `; ${help}`;
  check.error('wrong-type', [], `${nameOf(check)} must be ${expected}, but is ${describe(value)}${advice}`, {
    suggestion,
  });
  return false;
}

/** The last key of the path, as messages name it. */
export function nameOf({ path }: Check): string {
  const name = path.at(-1);
  return typeof name === 'number' ? `item ${name} of "${path.at(-2)}"` : `"${name ?? 'the Job'}"`;
}
