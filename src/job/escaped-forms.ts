/**
 * The ways in which a text turns up in what an API server writes: as it is, as a JSON string (JavaScript's and Go's
 * encoders differ), as Go's `%q`, and that once more inside JSON.
 */
export function escapedForms(text: string): string[] {
  // A lone surrogate does not survive UTF-8: it comes back as U+FFFD.
  const received = Buffer.from(text).toString();
  const quoted = goQuoted(received);
  return [...new Set([text, received, quoted, ...[text, received, quoted].flatMap(jsonForms)])];
}

function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  // Source: encoding/json, HTMLEscape. It is on by default.
  return [json, json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${hex(char, 4)}`)];
}

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** A text as Go's `%q` writes it, without the quotes. Source: strconv.Quote, appendEscapedRune. */
function goQuoted(text: string): string {
  return text.replace(/[^ \p{L}\p{M}\p{N}\p{P}\p{S}]|["\\]/gu, (char) => {
    const escape = named[char];
    if (escape !== undefined) return escape;
    if (char < ' ' || char === '\x7f') return `\\x${hex(char, 2)}`;
    return char.length === 1 ? `\\u${hex(char, 4)}` : `\\U${hex(char, 8)}`;
  });
}

function hex(char: string, digits: number): string {
  return (char.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
}
