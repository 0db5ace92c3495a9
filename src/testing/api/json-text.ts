/** JSON that is none, in the words of Go's encoding/json. */
export class JsonTextError extends Error {}

export interface JsonText {
  readonly value: unknown;
  /** Paths of keys that come twice, `spec.suspend`. */
  readonly duplicates: readonly string[];
}

/**
 * Reads JSON, and finds what `JSON.parse` does not tell: keys that come twice, and where a text is wrong.
 * @throws JsonTextError
 */
export function readJsonText(text: string): JsonText {
  const scan = new Scan(text);
  scan.document();
  return { value: JSON.parse(text) as unknown, duplicates: scan.duplicates };
}

const literals: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

class Scan {
  readonly duplicates: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value('', 'looking for beginning of value');
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
  }

  #value(path: string, context: string): void {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') this.#object(path);
    else if (char === '[') this.#list(path);
    else if (char === '"') this.#string();
    else if (char !== undefined && char in literals) this.#literal(literals[char] as string);
    else if (char !== undefined && /[-0-9]/.test(char)) this.#number();
    else throw this.#unexpected(context);
  }

  #object(path: string): void {
    const keys = new Set<string>();
    this.#at++;
    this.#space();
    if (this.#skip('}')) return;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      const at = path === '' ? key : `${path}.${key}`;
      if (keys.has(key)) this.duplicates.push(at);
      keys.add(key);
      this.#space();
      if (!this.#skip(':')) throw this.#unexpected('after object key');
      this.#value(at, 'looking for beginning of value');
      this.#space();
      if (this.#skip('}')) return;
      if (!this.#skip(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #list(path: string): void {
    this.#at++;
    this.#space();
    if (this.#skip(']')) return;
    for (let index = 0; ; index++) {
      this.#value(`${path}[${index}]`, 'looking for beginning of value');
      this.#space();
      if (this.#skip(']')) return;
      if (!this.#skip(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char < ' ') throw this.#unexpected('in string literal');
      this.#at++;
      if (char === '"') break;
      if (char !== '\\') continue;
      const escape = this.#text[this.#at];
      if (escape === undefined || !'"\\/bfnrtu'.includes(escape)) {
        throw this.#unexpected('in string escape code');
      }
      this.#at++;
      for (let digit = 0; escape === 'u' && digit < 4; digit++) {
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) {
          throw this.#unexpected('in \\u hexadecimal character escape');
        }
        this.#at++;
      }
    }
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #literal(word: string): void {
    for (const char of word) {
      if (this.#text[this.#at] !== char) {
        throw this.#unexpected(`in literal ${word} (expecting '${char}')`);
      }
      this.#at++;
    }
  }

  #number(): void {
    this.#skip('-');
    if (!this.#skip('0')) this.#digits('in numeric literal');
    if (this.#skip('.')) this.#digits('after decimal point in numeric literal');
    if (this.#skip('e') || this.#skip('E')) {
      if (!this.#skip('+')) this.#skip('-');
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(context: string): void {
    if (!/[0-9]/.test(this.#text[this.#at] ?? '')) throw this.#unexpected(context);
    while (/[0-9]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '.')) this.#at++;
  }

  #skip(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #unexpected(context: string): Error {
    const char = this.#text[this.#at];
    if (char === undefined) return new JsonTextError('unexpected end of JSON input');
    return new JsonTextError(`invalid character ${quoted(char)} ${context}`);
  }
}

/** A character as Go quotes it. */
function quoted(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  const known = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' }[char];
  if (known !== undefined) return `'${known}'`;
  const code = char.charCodeAt(0);
  if (code < 0x20) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return code >= 0x7f && code < 0xa0 ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'${char}'`;
}
