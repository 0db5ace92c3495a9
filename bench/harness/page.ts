import { markdownTable } from './format.js';
import type { Results } from './results.js';

/** The part of docs/performance.md between two marks: everything that comes from the results. */
const generated = /(?<=<!-- results -->\n).*(?=<!-- end of results -->)/s;

/** The page with the newest results in it. @throws if it lacks the marks. */
export function withResults(page: string, results: readonly Results[]): string {
  if (!generated.test(page))
    throw new Error('docs/performance.md has no <!-- results --> … <!-- end of results -->.');
  return page.replace(generated, () => `\n${results.map(section).join('\n')}\n`);
}

function section({ question, asks, date, machine, tables }: Results): string {
  const { processor, cores, memoryGiB, node } = machine;
  const where = `\`npm run bench -- ${question}\`, ${date}: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}.`;
  return [
    `### ${question}`,
    '',
    asks,
    '',
    where,
    '',
    ...tables.flatMap((table) => [markdownTable(table), '']),
  ].join('\n');
}
