import { isAlias, visit, type Alias, type ParsedNode } from 'yaml';
import type { ParsedDocument } from './parse-documents.js';
import type { Source } from './source.js';

/**
 * What each alias (`*name`) of a document stands for: the node that carried its anchor (`&name`) last before it. No
 * alias stands for something that contains it, so whoever follows aliases comes to an end.
 *
 * @throws JobSpecSyntaxError for an alias without anchor, or inside its own
 */
export function bindAliases(document: ParsedDocument, source: Source): ReadonlyMap<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode>();
  // Most specs have none, and to look at every node takes time.
  if (!source.text.includes('*')) return targets;
  visit(document, {
    Node: (_, node, ancestors) => {
      const parsed = node as ParsedNode;
      if (!isAlias(parsed)) {
        if (parsed.anchor !== undefined) anchors.set(parsed.anchor, parsed);
        return;
      }
      const target = anchors.get(parsed.source);
      // The name is not shown: it may be a text, a password perhaps, that starts with a star and misses its quotes.
      if (target === undefined) {
        throw source.error(
          parsed.range[0],
          'There is no anchor (&name) above for this alias (*name). Add it, or quote the value if the * is text.',
        );
      }
      if (ancestors.includes(target)) {
        throw source.error(
          parsed.range[0],
          'This alias (*name) stands inside its own anchor (&name), so it has no end. Remove it.',
        );
      }
      targets.set(parsed, target);
    },
  });
  return targets;
}
