import { isAlias, isMap, isSeq, type ParsedNode, type YAMLSeq } from 'yaml';
import type { Json } from './job-manifest.js';
import { MAX_SPEC_BYTES, MAX_SPEC_DEPTH } from './limits.js';
import { setOwn } from './own-key.js';
import type { YamlDocument, YamlMap, YamlPair } from './yaml-document.js';

/**
 * The document as deep-frozen plain JSON. Every alias becomes a copy, so no two places of the Job are one object.
 *
 * @throws JobSpecSyntaxError for what YAML can say and a Job can not hold: a key twice, numbers beyond JSON,
 * aliases that make more of the text than a cluster can store.
 */
export function yamlToJson(document: YamlDocument): Json {
  return new Conversion(document).value(document.root, 0);
}

class Conversion {
  readonly #document: YamlDocument;
  /** The outermost alias or merge of the text that is being copied. */
  #copying: ParsedNode | undefined;
  /** What all copies come to so far, roughly in characters of JSON. */
  #copied = 0;

  constructor(document: YamlDocument) {
    this.#document = document;
  }

  value(node: ParsedNode | null, depth: number): Json {
    if (node === null) return null;
    if (isAlias(node)) return this.#copies(node, () => this.value(this.#document.target(node), depth));
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return this.#list(node, depth);
    const value = this.#document.scalar(node);
    this.#count(typeof value === 'string' ? value.length : 1);
    return value;
  }

  #list(list: YAMLSeq.Parsed, depth: number): readonly Json[] {
    this.#enter(list, depth);
    return Object.freeze(list.items.map((item) => this.value(item, depth + 1)));
  }

  #map(map: YamlMap, depth: number): { readonly [key: string]: Json } {
    this.#enter(map, depth);
    const json: Record<string, Json> = {};
    const own = new Map<string, YamlPair>();
    let merge: YamlPair | undefined;
    for (const pair of map.items) {
      if (this.#document.isMerge(pair)) {
        if (merge !== undefined)
          throw this.#error(
            pair.key,
            'There is a second "<<" in one map. Write one, with a list: "<<: [*a, *b]".',
          );
        merge = pair;
        this.#copies(pair.value ?? pair.key, () => this.#merge(json, own, pair, depth));
        continue;
      }
      const key = this.#document.keyText(pair);
      const earlier = own.get(key);
      if (earlier !== undefined) {
        const line = this.#document.rangeOf(earlier.key).line;
        throw this.#error(
          pair.key,
          `The key ${shown(key)} stands twice in one map, first in line ${line}; kubectl would take the last without a word. Remove one of them.`,
        );
      }
      own.set(key, pair);
      this.#count(key.length);
      setOwn(json, key, this.value(pair.value, depth + 1));
    }
    return Object.freeze(json);
  }

  #merge(
    json: Record<string, Json>,
    own: ReadonlyMap<string, YamlPair>,
    merge: YamlPair,
    depth: number,
  ): void {
    for (const map of this.#document.mergedMaps(merge)) {
      for (const [key, value] of Object.entries(this.#map(map, depth + 1))) {
        const earlier = own.get(key);
        if (earlier !== undefined) {
          throw this.#error(
            earlier.key,
            `The key ${shown(key)} stands before a "<<" that brings the same key. YAML says that this one counts, ` +
              'kubectl takes the one of the "<<". Write the "<<" first in its map; then this one counts everywhere.',
          );
        }
        if (!Object.hasOwn(json, key)) setOwn(json, key, value);
      }
    }
  }

  #copies<T>(node: ParsedNode, work: () => T): T {
    const outer = this.#copying;
    this.#copying ??= node;
    const result = work();
    this.#copying = outer;
    return result;
  }

  #enter(node: ParsedNode, depth: number): void {
    this.#count(0);
    // The parser bounds the depth of what is written; this bounds what aliases make of it.
    if (depth >= MAX_SPEC_DEPTH) {
      throw this.#error(
        node,
        `Aliases nest maps and lists deeper than ${MAX_SPEC_DEPTH} levels here. Make them flatter.`,
      );
    }
  }

  #count(characters: number): void {
    if (this.#copying === undefined) return;
    this.#copied += characters + 1;
    if (this.#copied > MAX_SPEC_BYTES) {
      throw this.#error(
        this.#copying,
        `The aliases (*name) up to here make more than ${MAX_SPEC_BYTES} characters (1.5 MiB) of the text, and no cluster ` +
          'stores a larger Job. Use fewer of them.',
      );
    }
  }

  #error(node: ParsedNode, message: string): Error {
    return this.#document.error(node, message);
  }
}

function shown(key: string): string {
  return JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key);
}
