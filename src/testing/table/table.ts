import type { Printer } from './column.js';

export interface TableObject {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An object, or a list of some. */
export interface TableBody extends TableObject {
  readonly items?: readonly TableObject[];
}

interface TableOptions {
  /** Of the Table. */
  readonly apiVersion: string;
  readonly printer: Printer<never>;
  /** What a row shows beside its cells. */
  readonly rowObject: (object: TableObject) => unknown;
}

/** Writes `meta.k8s.io` Tables for one answer: in a watch, only the first has the columns. */
export function tableWriter({ apiVersion, printer, rowObject }: TableOptions) {
  let columnDefinitions: object[] | null = printer.columns.map(
    ({ name, format = '', description, wide = false }) => ({
      name,
      type: 'string',
      format,
      description,
      priority: wide ? 1 : 0,
    }),
  );
  return ({ metadata, items, ...object }: TableBody, now: number): object => {
    const objects = (items ?? [{ ...object, metadata }]) as readonly never[];
    const { resourceVersion, continue: token, remainingItemCount } = metadata;
    const columns = columnDefinitions;
    columnDefinitions = null;
    return {
      kind: 'Table',
      apiVersion,
      metadata:
        items === undefined ? { resourceVersion } : { resourceVersion, continue: token, remainingItemCount },
      columnDefinitions: columns,
      rows: objects.map((one) => ({
        cells: printer.columns.map(({ cell }) => cell(one, now)),
        ...conditionsOf(printer, one),
        object: rowObject(one),
      })),
    };
  };
}

function conditionsOf({ conditions }: Printer<never>, object: never): object {
  const found = conditions?.(object) ?? [];
  return found.length === 0 ? {} : { conditions: found };
}
