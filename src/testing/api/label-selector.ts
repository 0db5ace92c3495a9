import { badRequest } from '../objects/status.js';
import { validateLabelValue, validateQualifiedName } from '../resources/validation/metadata.js';

export type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/**
 * Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`, as k8s.io/apimachinery/pkg/labels does.
 * @throws StatusError 400
 */
export function parseLabels(text: string): Requirement {
  const tokens = text.match(/[=!<>]+|[(),]|[^\s=!<>(),]+/g) ?? [];
  const requirements: Requirement[] = [];
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const next = (): string => tokens[at++] ?? '';

  while (at < tokens.length) {
    requirements.push(requirement(peek, next));
    const between = next();
    if (between !== '' && between !== ',') throw expected(between, "',' or 'end of string'");
    if (between === ',' && !isWord(peek()) && peek() !== '!') throw expected(peek(), "identifier after ','");
  }
  return (labels) => requirements.every((one) => one(labels));
}

function requirement(peek: () => string, next: () => string): Requirement {
  const first = next();
  if (first !== '!' && !isWord(first)) throw expected(first, "!, identifier, or 'end of string'");
  const key = first === '!' ? next() : first;
  if (!isWord(key)) throw unparsed(`found '${key}', expected: identifier`);
  check('<nil>', key, validateQualifiedName(key));
  if (first === '!') return (labels) => !Object.hasOwn(labels, key);
  if (peek() === '' || peek() === ',') return (labels) => Object.hasOwn(labels, key);

  const operator = next();
  switch (operator) {
    case 'in':
    case 'notin': {
      const values = valuesOf(peek, next);
      return (labels) => values.includes(labels[key] ?? '\0') === (operator === 'in');
    }
    case '=':
    case '==':
    case '!=': {
      const value = isWord(peek()) ? next() : '';
      check(`values[0][${key}]`, value, validateLabelValue(value));
      return (labels) => (labels[key] === value) === (operator !== '!=');
    }
    case '>':
    case '<': {
      const value = next();
      if (!/^-?\d+$/.test(value)) {
        check('values[0]', value, ["for 'Gt', 'Lt' operators, the value must be an integer"]);
      }
      return (labels) => compare(Number(labels[key] ?? NaN), operator, Number(value));
    }
    default:
      throw unparsed(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
  }
}

const compare = (a: number, operator: string, b: number): boolean => (operator === '>' ? a > b : a < b);

function valuesOf(peek: () => string, next: () => string): string[] {
  const open = next();
  if (open !== '(') throw unparsed(`found '${open}' expected: '('`);
  const values: string[] = [];
  for (;;) {
    values.push(isWord(peek()) ? next() : '');
    const after = next();
    if (after === ')') return values;
    if (after !== ',') throw unparsed(`found '${after}', expected: ',' or ')'`);
  }
}

const isWord = (token: string): boolean => /^[^\s=!<>(),]+$/.test(token);

const expected = (found: string, what: string): Error => badRequest(`found '${found}', expected: ${what}`);
const unparsed = (why: string): Error => badRequest(`unable to parse requirement: ${why}`);

function check(where: string, value: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw unparsed(`${where}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}
