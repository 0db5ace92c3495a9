/** What the suffixes of a quantity multiply with. Source: k8s.io/apimachinery/pkg/api/resource/suffix.go. */
const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;

/** The number that a quantity stands for, as near as JavaScript can hold it; `undefined` when it is none. */
export function parseQuantity(text: string): number | undefined {
  // Source: Quantity.UnmarshalJSON trims it.
  const match = form.exec(text.trim());
  if (match === null) return undefined;
  const [, digits, suffix = '', exponent] = match;
  return Number(digits) * (exponent === undefined ? (suffixes[suffix] ?? 1) : 10 ** Number(exponent));
}

/** Spellings of units that people bring from elsewhere, in small letters, as Kubernetes writes them. */
const spellings: ReadonlyMap<string, string> = new Map([
  ...['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter): [string, string][] => {
    const binary = `${letter.toUpperCase()}i`;
    return [
      [`${letter}b`, letter === 'k' ? 'k' : letter.toUpperCase()],
      [`${letter}i`, binary],
      [`${letter}ib`, binary],
    ];
  }),
  ['k', 'k'],
  ['g', 'G'],
  ['t', 'T'],
  ['p', 'P'],
  ['b', ''],
  ['core', ''],
  ['cores', ''],
  ['cpu', ''],
  ['cpus', ''],
  ['millicores', 'm'],
]);

/** The quantity that was likely meant: `512MB` is 512M, `1 gib` is 1Gi, `0,5` is 0.5. */
export function quantityHint(text: string): string | undefined {
  const match = /^\s*(\d{1,12}(?:[.,]\d{1,6})?)\s*([a-z]{0,10})\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, digits = '', unit = ''] = match;
  const suffix = unit in suffixes ? unit : spellings.get(unit.toLowerCase());
  const hint = suffix === undefined ? undefined : `${digits.replace(',', '.')}${suffix}`;
  return hint !== undefined && parseQuantity(hint) !== undefined ? hint : undefined;
}
