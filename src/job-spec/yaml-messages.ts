import type { YAMLError } from 'yaml';
import type { JobSpecSyntaxError } from './errors.js';
import type { Source } from './source.js';

/**
 * What to do about each error of the YAML parser. Its own messages quote the text around the error, which may be
 * a secret, so they are never shown.
 */
const messages: Record<YAMLError['code'], string> = {
  ALIAS_PROPS: 'An alias (*name) can have neither tag nor anchor. Remove what stands before it.',
  BAD_ALIAS: 'An anchor (&name) or alias (*name) has no proper name. Quote the text if a * or & is meant.',
  BAD_COLLECTION_TYPE: 'The tag does not fit a map or list. Remove the tag.',
  BAD_DIRECTIVE: 'A line that starts with % is a YAML directive, and this one is none. Remove the line.',
  BAD_DQ_ESCAPE:
    'There is no such escape in double quotes. Write \\\\ for a backslash, or use single quotes, where it needs no escape.',
  BAD_INDENT: 'The indentation fits nothing above. Start it in the same column as its siblings.',
  BAD_PROP_ORDER: 'A tag or anchor stands before the "-", "?" or ":" that it belongs after. Move it behind.',
  BAD_SCALAR_START: 'No text can start with this character (%, @, `, |, >) without quotes. Quote it.',
  BLOCK_AS_IMPLICIT_KEY:
    'There is a second "key: value" on one line, or a list on the line of a key. Quote the value if its ": " or "- " is text; else start a new line.',
  BLOCK_IN_FLOW: 'A block map or list can not stand inside { } or [ ]. Write it as { } or [ ] too.',
  DUPLICATE_KEY: 'A key stands twice in this map. Remove one.',
  IMPOSSIBLE: 'This is not YAML. Look at the line and the one above.',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters. Is a colon in a text that should be quoted?',
  MISSING_CHAR: 'Something is missing here: a space, a comma, a colon, or a "---" line.',
  MULTILINE_IMPLICIT_KEY:
    'A key and its colon must stand on one line. Is the colon missing, or is a text not indented enough?',
  MULTIPLE_ANCHORS: 'There are two anchors (&name) on one value. Remove one.',
  MULTIPLE_DOCS: 'A second document starts here. Keep one.',
  MULTIPLE_TAGS: 'There are two tags on one value. Remove both.',
  NON_STRING_KEY: 'A key must be a text. Quote it.',
  RESOURCE_EXHAUSTION: 'Maps and lists are nested too deeply here. Make them flatter.',
  TAB_AS_INDENT: 'A tab is used as indentation, which YAML forbids. Use spaces.',
  TAG_RESOLVE_FAILED:
    'The tag (a "!" before a value) is not known. Remove it, or quote the value if "!" is text.',
  UNEXPECTED_TOKEN:
    'Something stands where YAML allows nothing. Is a quote, bracket or comma missing before it, or should the value be quoted?',
};

/** Errors that share a code with others, by the constant start of the parser's message. */
const finer: readonly (readonly [start: string, message: string])[] = [
  [
    'Missing closing',
    'The quote that opens here is not closed, or the lines after it are not indented enough. Close it, or indent them.',
  ],
  [
    'Implicit map keys need',
    'There is no ": " after this key. Add the colon, or indent the line if it is text.',
  ],
  ['Flow map in', 'A { is not closed, or its } is not indented enough. Add or indent the }.'],
  ['Flow sequence in', 'A [ is not closed, or its ] is not indented enough. Add or indent the ].'],
  ['Expected flow map', 'A { is not closed. Add the }.'],
  ['Expected flow sequence', 'A [ is not closed. Add the ].'],
  [
    'Comments must be separated',
    'A # needs a space before it to start a comment. Add the space, or quote the text.',
  ],
  ['Sequence item without', 'A list item without "- ". Start it with "- ", in the column of its siblings.'],
];

export function yamlErrorMessage({ code, message }: YAMLError): string {
  return finer.find(([start]) => message.startsWith(start))?.[1] ?? messages[code];
}

/**
 * The error for a template that was not rendered, when one stands on the line of an error or starts the line before it.
 * A `{{ }}` inside quotes is no error: a command may well hold one.
 */
export function templateError(source: Source, offset: number): JobSpecSyntaxError | undefined {
  const lineStart = source.text.lastIndexOf('\n', offset - 1) + 1;
  const before = source.text.slice(0, lineStart).trimEnd();
  const lineBefore = before.lastIndexOf('\n') + 1;
  const onLine = source.line(offset).search(/\{\{|\{%/);
  const startsBefore = before.slice(lineBefore).search(/(?<=^\s*)(\{\{|\{%)/);
  if (onLine === -1 && startsBefore === -1) return undefined;
  const start = onLine === -1 ? lineBefore + startsBefore : lineStart + onLine;
  return source.error(
    start,
    `This looks like a template that was not rendered ("${source.text.slice(start, start + 2)}"). Render it first ` +
      '(helm template, your CI) and give the result; or put the whole value in quotes, if the braces are text.',
  );
}
