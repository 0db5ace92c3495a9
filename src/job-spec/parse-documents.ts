import { Composer, Lexer, Parser, visit, type Document, type ParsedNode, type YAMLError } from 'yaml';
import { MAX_SPEC_DEPTH } from './limits.js';
import type { Source } from './source.js';
import { templateError, yamlErrorMessage } from './yaml-messages.js';

export type ParsedDocument = Document.Parsed<ParsedNode>;

/** Scalars stay as they are written (failsafe), tags and duplicate keys are judged by this library. */
const options = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The documents of a YAML stream, also the empty ones. @throws JobSpecSyntaxError */
export function parseDocuments(source: Source): ParsedDocument[] {
  const composer = new Composer(options);
  const documents = [...composer.compose(boundedTokens(source))] as ParsedDocument[];
  // A stream without documents keeps its errors in the composer.
  for (const part of [...documents, composer.streamInfo()]) {
    const harmful = part.warnings.find(({ code }) => code === 'BAD_DIRECTIVE' || code === 'BAD_ALIAS');
    const error = part.errors[0] ?? harmful;
    if (error === undefined) continue;
    const offset = ('contents' in part ? openingQuote(part, error) : undefined) ?? error.pos[0];
    throw templateError(source, offset) ?? source.error(offset, yamlErrorMessage(error));
  }
  for (const { directives } of documents) {
    if (directives.yaml.explicit === true && directives.yaml.version !== '1.1') {
      const offset = Math.max(0, source.text.search(/^%YAML/m));
      throw source.error(offset, 'kubectl reads YAML 1.1 only. Remove the %YAML line.');
    }
  }
  return documents;
}

/** The parser reports an open quote where the text ends; what helps is where it began. */
function openingQuote(document: ParsedDocument, { message, pos }: YAMLError): number | undefined {
  let start: number | undefined;
  if (!message.startsWith('Missing closing')) return undefined;
  visit(document, {
    Scalar: (_, { range }) => {
      if (range?.[1] !== pos[0]) return undefined;
      start = range[0];
      return visit.BREAK;
    },
  });
  return start;
}

/** Parser and lexer are iterative and can measure the depth; what composes their tokens is recursive. */
function* boundedTokens(source: Source): ReturnType<Parser['parse']> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(source.text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_SPEC_DEPTH + 1) {
      throw source.error(
        parser.offset - lexeme.length,
        `Maps and lists are nested deeper than ${MAX_SPEC_DEPTH} levels here, and a Job needs about 20. Make it flatter.`,
      );
    }
  }
  yield* parser.end();
}
