import { type Document, parseAllDocuments, type ToStringOptions, visit } from 'yaml';
import type { Json } from '../../job-spec/job-manifest.js';
import { toYaml } from '../output.js';

/** A YAML text and the same text with other values in it, formatted alike: they differ only where values do. */
export interface EditedYaml {
  readonly before: string;
  readonly after: string;
}

/**
 * Brings the text of a YAML file from the values it has to others, and leaves the rest of it alone, comments too. What
 * an alias stands for can not be changed in its place: of a text with aliases the values alone are written.
 */
export function editYaml(text: string, from: Json, to: Json): EditedYaml {
  const [before, after] = [readDocument(text), readDocument(text)];
  if (before === undefined || after === undefined || hasAliases(before))
    return { before: toYaml(from), after: toYaml(to) };
  change(after, [], from, to);
  const style = styleOf(text);
  return { before: before.toString(style), after: after.toString(style) };
}

/** The one document that holds something. Numbers stay texts, so that they are printed as they are spelt. */
function readDocument(text: string): Document | undefined {
  const documents = parseAllDocuments(text, {
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !/:(?:int|float)$/.test(tag.tag)),
  });
  return 'empty' in documents ? undefined : documents.find(({ contents }) => contents !== null);
}

function hasAliases(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** How the text is formatted, as far as it can be told. */
function styleOf(text: string): ToStringOptions {
  return {
    lineWidth: 0,
    directives: false,
    flowCollectionPadding: text.includes('{ '),
    indent: /^\w[^\n]*:\n( +)\w/m.exec(text)?.[1]?.length ?? 2,
    // Whether the items of a list stand further in than its key.
    indentSeq: !/^( *)[\w][^\n#]*:\n\1- /m.test(text),
  };
}

type Path = readonly (string | number)[];

function change(document: Document, path: Path, from: Json | undefined, to: Json | undefined): void {
  if (from === to) return;
  if (isMap(from) && isMap(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      change(document, [...path, key], from[key], to[key]);
    }
  } else if (Array.isArray(from) && Array.isArray(to)) {
    to.forEach((item: Json, index) =>
      change(document, [...path, index], from[index] as Json | undefined, item),
    );
    for (let index = from.length - 1; index >= to.length; index -= 1) document.deleteIn([...path, index]);
  } else if (to === undefined) {
    document.deleteIn(path);
  } else {
    // As text that is read, so that what needs quotes has them.
    document.setIn(path, readDocument(toYaml(to))?.contents);
  }
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
