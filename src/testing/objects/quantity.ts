/** What the suffixes of a quantity multiply with, as powers. Source: k8s.io/apimachinery/pkg/api/resource/suffix.go. */
const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const form = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;
const nano = 10n ** 9n;

interface Quantity {
  /** In billionths, the smallest part that a quantity knows. */
  readonly nanos: bigint;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

/** Reads `0.5`, `500m`, `1Gi`, `1e3`; `undefined` for what is no quantity. */
function parse(text: string): Quantity | undefined {
  const [, sign, digits = '', suffix = '', exponent] = form.exec(text.trim()) ?? [];
  if (sign === undefined) return undefined;
  const [whole = '', fraction = ''] = digits.split('.');
  const isBinary = suffix.endsWith('i');
  const power = exponent === undefined ? (isBinary ? 0 : (decimal[suffix] ?? 0)) : Number(exponent);
  const factor = isBinary ? 1024n ** BigInt(binary.indexOf(suffix)) : 1n;
  const scale = 9 + power - fraction.length;
  const unscaled = BigInt(whole + fraction) * factor;
  // What is smaller than a billionth is rounded up: whoever asks for something gets something.
  const divisor = 10n ** BigInt(Math.max(0, -scale));
  const nanos = (unscaled * 10n ** BigInt(Math.max(0, scale)) + divisor - 1n) / divisor;
  return {
    nanos: sign === '-' ? -nanos : nanos,
    format: isBinary ? 'binary' : exponent === undefined ? 'decimal' : 'exponent',
  };
}

/** The value of a quantity in billionths; `undefined` for what is none. */
export const quantityNanos = (text: string): bigint | undefined => parse(text)?.nanos;

export const isWhole = (nanos: bigint): boolean => nanos % nano === 0n;

/**
 * A quantity as the API server writes it: `0.5` is `500m`, `1024Mi` is `1Gi`.
 * Source: Quantity.CanonicalizeBytes of k8s.io/apimachinery/pkg/api/resource.
 * @returns `undefined` for what is no quantity
 */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parse(text);
  if (quantity === undefined) return undefined;
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  const small = nanos > -1024n * nano && nanos < 1024n * nano;
  if (format === 'binary' && !small && isWhole(nanos)) {
    const [number, steps] = reduced(nanos / nano, 1024n);
    return `${number}${binary[steps]}`;
  }
  const [number, steps] = reduced(nanos, 1000n);
  const power = steps * 3 - 9;
  if (format === 'exponent') return power === 0 ? String(number) : `${number}e${power}`;
  return `${number}${Object.keys(decimal).find((suffix) => decimal[suffix] === power)}`;
}

/** A number less its factors of a base, and how many of them there were: at most as many as there are suffixes. */
function reduced(value: bigint, base: bigint): [number: bigint, steps: number] {
  let number = value;
  let steps = 0;
  const most = base === 1000n ? 9 : 6;
  while (steps < most && number % base === 0n) {
    number /= base;
    steps += 1;
  }
  return [number, steps];
}
