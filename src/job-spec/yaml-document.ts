import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Position } from '../errors.js';
import type { JobSpecSyntaxError } from './errors.js';
import { bindAliases } from './bind-aliases.js';
import type { ParsedDocument } from './parse-documents.js';
import { excerpt } from './excerpt.js';
import { resolveScalar, unknownTag, type Readable } from './scalar.js';
import type { JobPath } from './job-manifest.js';
import type { SpecPosition } from './job-spec.js';
import type { Source } from './source.js';
import { templateError } from './yaml-messages.js';

export type YamlMap = YAMLMap.Parsed;
export type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** One document of the stream with what kubectl understands of it: aliases bound, keys and scalars resolved. */
export class YamlDocument {
  readonly root: ParsedNode;
  readonly #source: Source;
  readonly #aliases: ReadonlyMap<Alias, ParsedNode>;
  /** kubectl reads a text that starts with a brace as JSON, which has two escapes more than its YAML. */
  readonly #isJson: boolean;

  /** @throws JobSpecSyntaxError for an alias without anchor, and a tag or key that no Job can hold. */
  constructor(document: ParsedDocument, source: Source) {
    this.root = document.contents as ParsedNode;
    this.#source = source;
    this.#isJson = /^\s*\{/.test(source.text);
    this.#aliases = bindAliases(document, source);
    this.#check(this.root);
  }

  /** Whether the document is nothing, or only `null`; kubectl skips both. */
  get empty(): boolean {
    return (
      isScalar(this.root) &&
      resolveScalar(this.root.source, this.root.type === 'PLAIN', this.root.tag).value === null
    );
  }

  error(node: ParsedNode, message: string): JobSpecSyntaxError {
    return this.#source.error(node.range[0], message);
  }

  startOf({ range }: ParsedNode): Position {
    return this.#source.at(range[0]);
  }

  rangeOf({ range }: ParsedNode): ReturnType<Source['range']> {
    return this.#source.range(range[0], range[1]);
  }

  /** See {@link excerpt}. */
  excerptOf(position: SpecPosition): string {
    return excerpt(this.#source, this.root, position);
  }

  /** The node itself, or the one that an alias stands for. */
  target(node: ParsedNode): ParsedNode {
    return isAlias(node) ? (this.#aliases.get(node) as ParsedNode) : node;
  }

  scalar(node: ParsedNode): string | number | boolean | null {
    return this.#resolve(node).value;
  }

  /** The key as text, as sigs.k8s.io/yaml writes it into JSON: `yes:` is "true", `0x10:` is "16". */
  keyText({ key }: YamlPair): string {
    const node = this.target(key);
    if (!isScalar(node)) throw this.#complexKey(key);
    const { type, value } = this.#resolve(node);
    if (type === 'null')
      throw this.error(key, 'There is no key before this colon, or it is null. Write one, or quote it.');
    if (type === 'float') {
      throw this.error(
        key,
        'A number with a fraction or exponent is no key of a Job. Put the key in quotes.',
      );
    }
    return String(value);
  }

  isMerge({ key }: YamlPair): boolean {
    return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && key.tag === undefined;
  }

  /** The maps that a `<<` takes in, the strongest first. */
  mergedMaps({ key, value }: YamlPair): YamlMap[] {
    const node = value === null ? null : isSeq(value) ? value.items : [value];
    const maps = (node ?? []).map((item) => this.target(item));
    if (value === null || !maps.every((map): map is ParsedNode & YamlMap => isMap(map))) {
      throw this.error(
        value ?? key,
        '"<<" takes in a map or a list of maps, as "<<: *name". Point it at one; or quote the "<<" if it is a key.',
      );
    }
    return maps;
  }

  /** The pair of a key: the map's own, else that of the strongest merge. */
  pair(map: YamlMap, key: string): YamlPair | undefined {
    // Each map is searched once, however many merges lead to it; a loop, as merges may form a long chain.
    const searched = new Set<YamlMap>();
    const waiting = [map];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (searched.has(next)) continue;
      searched.add(next);
      const own = next.items.find((pair) => !this.isMerge(pair) && this.keyText(pair) === key);
      if (own !== undefined) return own;
      // The strongest merge is searched next, so it is the last to be put on the stack.
      for (const merge of next.items.filter((pair) => this.isMerge(pair))) {
        for (const merged of this.mergedMaps(merge).reverse()) waiting.push(merged);
      }
    }
    return undefined;
  }

  /** The pair or list item at a path; aliases and merges are followed to where the value is written. */
  find(path: JobPath): { readonly key: ParsedNode; readonly value: ParsedNode } | undefined {
    let found = { key: this.root, value: this.target(this.root) };
    for (const step of path) {
      const parent = found.value;
      if (isMap(parent)) {
        const pair = this.pair(parent, String(step));
        if (pair === undefined) return undefined;
        found = { key: pair.key, value: this.target(pair.value ?? pair.key) };
      } else if (isSeq(parent) && typeof step === 'number' && parent.items[step] !== undefined) {
        const value = this.target(parent.items[step]);
        found = { key: value, value };
      } else return undefined;
    }
    return found;
  }

  #resolve(node: ParsedNode): Readable {
    if (!isScalar(node)) throw new TypeError('not a scalar');
    const { source, type, tag, range } = node;
    if (type === 'QUOTE_DOUBLE' && !this.#isJson) {
      const written = this.#source.text.slice(range[0], range[1]);
      if (/(?<!\\)(?:\\\\)*\\(\/|u[dD][89a-fA-F])/.test(written)) {
        throw this.error(
          node,
          'kubectl does not read the escapes \\/ and \\ud800 to \\udfff in YAML. Write the character itself.',
        );
      }
    }
    const resolved = resolveScalar(source, type === 'PLAIN', tag);
    if (resolved.type === 'problem') throw this.error(node, resolved.message);
    return resolved;
  }

  /** `visit` would make a list of ancestors for each node. */
  #check(node: ParsedNode | null): void {
    if (isMap(node)) {
      this.#checkTag(node);
      for (const { key, value } of node.items) {
        if (isCollection(key)) throw this.#complexKey(key);
        this.#check(value);
      }
    } else if (isSeq(node)) {
      this.#checkTag(node);
      for (const item of node.items) this.#check(item);
    }
  }

  #checkTag(node: YamlMap | YAMLSeq.Parsed): void {
    const own = isMap(node) ? 'tag:yaml.org,2002:map' : 'tag:yaml.org,2002:seq';
    if (node.tag !== undefined && node.tag !== own) throw this.error(node, unknownTag(node.tag));
  }

  #complexKey(key: ParsedNode): JobSpecSyntaxError {
    const { start, text } = { start: key.range[0], text: this.#source.text };
    const template =
      text.slice(start - 1, start + 1) === '{{' ? templateError(this.#source, start) : undefined;
    return (
      template ?? this.error(key, 'A map or a list is no key of a Job. Quote the text, or write a plain key.')
    );
  }
}
