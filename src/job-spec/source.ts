import { LineCounter } from 'yaml';
import type { Position } from '../errors.js';
import { JobSpecSyntaxError, JobSpecUnreadableError } from './errors.js';
import type { SpecPosition } from './job-spec.js';
import { MAX_SPEC_BYTES } from './limits.js';

/**
 * What go-yaml refuses ("control characters are not allowed"), and three line breaks that YAML 1.1 knows and YAML 1.2
 * does not (U+0085, U+2028, U+2029) as well as the lone CR: they would read differently here and in kubectl.
 */
const unreadable =
  /\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** The text of a Job spec, and the lines and columns of its offsets. */
export class Source {
  readonly text: string;
  readonly file: string | undefined;
  readonly #lines = new LineCounter();

  /**
   * @throws JobSpecUnreadableError when the text is too large.
   * @throws JobSpecSyntaxError when it holds a character that kubectl does not read.
   */
  constructor(text: string, file?: string) {
    // Editors do not count the byte order mark as a column.
    this.text = text.startsWith('\ufeff') ? text.slice(1) : text;
    this.file = file;
    const bytes = Buffer.byteLength(this.text);
    if (bytes > MAX_SPEC_BYTES) throw tooLarge(bytes, file);
    for (let start = 0; start !== -1; start = this.text.indexOf('\n', start) + 1 || -1) {
      this.#lines.addNewLine(start);
    }
    const found = unreadable.exec(this.text);
    if (found !== null) throw this.error(found.index, characterMessage(found[0]));
  }

  at(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { ...(this.file === undefined ? {} : { file: this.file }), line, column: col };
  }

  range(start: number, end: number): SpecPosition {
    const { line, column } = this.at(end);
    return { ...this.at(start), endLine: line, endColumn: column };
  }

  /** The offset at which a line starts. Lines count from 1. */
  startOfLine(line: number): number {
    return this.#lines.lineStarts[line - 1] ?? 0;
  }

  /** The text of the line that holds an offset. */
  line(offset: number): string {
    const end = this.text.indexOf('\n', offset);
    return this.text.slice(this.text.lastIndexOf('\n', offset - 1) + 1, end === -1 ? undefined : end);
  }

  error(offset: number, message: string): JobSpecSyntaxError {
    return new JobSpecSyntaxError(message, this.at(offset));
  }
}

export function tooLarge(bytes: number, file?: string): JobSpecUnreadableError {
  return new JobSpecUnreadableError(
    `The Job spec${file === undefined ? '' : ` ${file}`} is too large: ${bytes} bytes, and no cluster stores a Job ` +
      `of more than ${MAX_SPEC_BYTES} (1.5 MiB, the limit of etcd). Move data out of it, into the image, a ConfigMap or a volume.`,
    { file },
  );
}

function characterMessage(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (character === '\r') return 'A line ends with a lone CR. Save the file with LF or CRLF line ends.';
  if (/[\x85\u2028\u2029]/.test(character)) {
    return `The line break ${code} is one to kubectl but not to every YAML reader. Remove it, or write it as an escape in double quotes.`;
  }
  return `The character ${code} is not allowed in YAML. Remove it, or write it as an escape in double quotes.`;
}
