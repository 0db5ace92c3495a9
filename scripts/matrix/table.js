/** What came out of each check, in rows and columns as Markdown has them. */
export class Table {
  #rows = new Map();
  problems = [];

  /** With `why`, the check is known to fail. */
  set(row, column, problem, why) {
    const works = problem === undefined;
    const expected = why === undefined;
    const word = works ? 'yes' : expected ? 'FAILED' : 'no';
    if (works !== expected) {
      this.problems.push(`${row}, ${column}: ${works ? `works, though it is said: ${why}` : problem}`);
    }
    if (!this.#rows.has(row)) this.#rows.set(row, new Map());
    this.#rows.get(row).set(column, word);
  }

  toString() {
    const columns = [...new Set([...this.#rows.values()].flatMap((cells) => [...cells.keys()]))];
    const lines = [...this.#rows].map(([row, cells]) => [row, ...columns.map((column) => cells.get(column))]);
    return [['', ...columns], ['---', ...columns.map(() => '---')], ...lines]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n');
  }
}
