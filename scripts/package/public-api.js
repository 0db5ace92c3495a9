import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../prepare.js';

const file = join(root, 'scripts/package/public-api.txt');

/**
 * Compares the names and signatures that the built package exports with those that are stored; with `update` stores
 * them. Each is printed as its declaration file has it, without comments, and sentences that are types as `string`, so
 * that a change of words is no change.
 */
export function checkPublicApi({ update = false } = {}) {
  const now = publicApi();
  if (update) writeFileSync(file, now);
  const stored = readFileSync(file, 'utf8');
  if (now === stored) return 0;
  for (const line of changes(stored, now)) console.error(line);
  console.error('The public API is not the one of scripts/package/public-api.txt.');
  console.error('Meant so? npm run api -- --update, and a line in CHANGELOG.md.');
  return 1;
}

function publicApi() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([, target]) => target.types !== undefined);
  const program = ts.createProgram({
    rootNames: entries.map(([, { types }]) => join(root, types)),
    options: { module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] },
  });
  return entries
    .map(([path, { types }]) => {
      const source = program.getSourceFile(join(root, types));
      if (source === undefined) throw new Error(`${types} is not there: npm run build`);
      return `# ${path}\n\n${declarations(source, program.getTypeChecker()).join('\n')}\n`;
    })
    .join('\n');
}

function declarations(source, checker) {
  const printer = ts.createPrinter({ removeComments: true });
  const target = (symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((symbol) =>
      (target(symbol).declarations ?? [])
        .map((declaration) => {
          // `const x: T` is a declaration in a list in a statement.
          const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
          const text = printer.printNode(ts.EmitHint.Unspecified, node, declaration.getSourceFile());
          return `${symbol.name}: ${text.replace(/"[^"\n]* [^"\n]*"/g, 'string')}`;
        })
        .join('\n'),
    );
}

/** The lines that only one of both has. */
function changes(before, after) {
  const [old, fresh] = [before, after].map((text) => text.split('\n'));
  const [inOld, inFresh] = [old, fresh].map((lines) => new Set(lines));
  return [
    ...old.filter((line) => !inFresh.has(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !inOld.has(line)).map((line) => `+ ${line}`),
  ];
}
