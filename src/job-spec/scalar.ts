/** What a scalar is read as. */
export interface Readable {
  readonly type: ScalarType;
  readonly value: string | number | boolean | null;
}

/** What a scalar is read as, or why it is not read. */
export type Resolved =
  Readable | { readonly type: 'problem'; readonly value?: undefined; readonly message: string };

type ScalarType = 'str' | 'null' | 'bool' | 'int' | 'float';

const prefix = 'tag:yaml.org,2002:';
const types: readonly string[] = ['str', 'null', 'bool', 'int', 'float'] satisfies ScalarType[];

const words = new Map<string, Resolved>(
  [
    { type: 'null', value: null, spellings: ['', '~', 'null', 'Null', 'NULL'] },
    { type: 'bool', value: true, spellings: 'y Y yes Yes YES true True TRUE on On ON'.split(' ') },
    { type: 'bool', value: false, spellings: 'n N no No NO false False FALSE off Off OFF'.split(' ') },
  ].flatMap(({ type, value, spellings }) =>
    spellings.map((word): [string, Resolved] => [word, { type: type as ScalarType, value }]),
  ),
);

const nonFinite = /^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/**
 * What kubectl makes of a scalar: the YAML 1.1 rules of go-yaml v2, which sigs.k8s.io/yaml carries
 * (https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go), but for numbers that JSON or JavaScript
 * can not hold.
 *
 * @param plain whether it stands without quotes, and not as a block
 * @param tag its tag, written out (`tag:yaml.org,2002:int`)
 */
export function resolveScalar(text: string, plain: boolean, tag?: string): Resolved {
  if (tag === undefined) return plain ? resolvePlain(text) : { type: 'str', value: text };
  const wanted = tag.startsWith(prefix) ? tag.slice(prefix.length) : tag;
  if (!types.includes(wanted)) return problem(unknownTag(tag));
  if (wanted === 'str') return { type: 'str', value: text };
  const resolved = resolvePlain(text);
  if (resolved.type === 'problem' || resolved.type === wanted) return resolved;
  if (wanted === 'float' && resolved.type === 'int') return { ...resolved, type: 'float' };
  return problem(`The value can not be read as !!${wanted}. Correct the value, or remove the tag.`);
}

/** Shows only tags that YAML knows: any other may be a text, a password perhaps, that misses its quotes. */
export function unknownTag(tag: string): string {
  const name = /^tag:yaml\.org,2002:(binary|timestamp|set|omap|pairs|map|seq|str|int|float|bool|null)$/.exec(
    tag,
  )?.[1];
  return (
    `${name === undefined ? 'A tag (!name)' : `The tag !!${name}`} has no meaning here, and kubectl would ignore or ` +
    'convert it without a word. Write the value as plain YAML without a tag; or quote it if the ! is text.'
  );
}

function resolvePlain(text: string): Resolved {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (nonFinite.test(text)) {
    return problem(
      'Infinity and NaN are no JSON numbers, so no Job can hold them. Quote the value if text is meant.',
    );
  }
  // A number that starts with a dot keeps its underscores in go-yaml, and is then none.
  if (!/^[-+0-9.]/.test(text)) return { type: 'str', value: text };
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  return integer(digits) ?? decimal(digits) ?? { type: 'str', value: text };
}

/** Go's `ParseInt(text, 0, 64)`, where `0644` is octal; `0b-1` is an oddity of go-yaml. */
function integer(text: string): Resolved | undefined {
  const match =
    /^([-+]?)(0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+)$/.exec(text) ??
    /^0b([-+])([01]+)$/.exec(text)?.map((part, i) => (i === 2 ? `0b${part}` : part));
  if (match === null || match === undefined) return undefined;
  const [, sign, digits = ''] = match;
  const value = Number(digits.replace(/^0[oO]?(?=[0-7]+$)/, '0o'));
  if (!Number.isSafeInteger(value)) {
    return problem(
      'The integer is beyond 2^53, where JavaScript can not tell neighbours apart. Quote it if text is meant.',
    );
  }
  return { type: 'int', value: sign === '-' ? withoutMinusZero(-value) : value };
}

function decimal(text: string): Resolved | undefined {
  const value = float.test(text) ? Number(text) : Number.NaN;
  // Too large for a float: a text to Go, as to `1e400`.
  return Number.isFinite(value) ? { type: 'float', value: withoutMinusZero(value) } : undefined;
}

/** JSON knows no -0. */
function withoutMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}

function problem(message: string): Resolved {
  return { type: 'problem', message };
}
