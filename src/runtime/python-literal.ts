// The literals of Python's grammar (https://docs.python.org/3/reference/lexical_analysis.html#literals).
const digits = String.raw`\d(?:_?\d)*`;
const integer = String.raw`(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*)`;
const exponent = `(?:[eE][+-]?${digits})`;
const float = `(?:(?:${digits})?\\.${digits}${exponent}?|${digits}\\.${exponent}?|${digits}${exponent})`;
const imaginary = `(?:${float}|${digits})[jJ]`;
const number = `(?:${imaginary}|${float}|${integer})`;
const complex = `[+-]?\\s*(?:${float}|${integer})\\s*[+-]\\s*${imaginary}`;
const scalar = new RegExp(`^(?:[+-]?\\s*${number}|${complex}|None|True|False|\\.\\.\\.)$`);
/** What only looks like one is taken for one: brackets and quotes are matched at the ends, not inside. */
const enclosed = /^(?:\(.*\)|\[.*\]|\{.*\}|(?:[rRbBuU]{0,2})(?:'.*'|".*"))$/s;

/**
 * Whether Python's `ast.literal_eval` would take a text for a number, `None`, `True`, a quoted text, a tuple, a list …
 * in place of the text itself. Exact for everything but quotes and brackets, where it may say so too often.
 */
export function isPythonLiteral(text: string): boolean {
  if (enclosed.test(text.trim())) return true;
  const code = text.replace(/#[^\n]*$/, '').trim();
  if (code === '') return false;
  // `1, 2` and `1,` are tuples.
  const items = code.split(',').map((item) => item.trim());
  if (items.length > 1 && items.at(-1) === '') items.pop();
  return items.every((item) => scalar.test(item) || enclosed.test(item));
}

/**
 * A list of texts as Python writes it: `['boto3', 'a.b']`. Everything but plain ASCII is escaped, and `$` too, so that
 * neither Kubernetes nor Prefect finds anything to expand in it.
 */
export function pythonList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${[...text].map(escape).join('')}'`).join(', ')}]`;
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\\' || character === "'") return `\\${character}`;
  if (code >= 0x20 && code < 0x7f && character !== '$') return character;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
