import type { Namespace } from '../objects/types.js';
import { ageColumn, nameColumn, type Printer } from './column.js';

export const namespacePrinter: Printer<Namespace> = {
  columns: [
    nameColumn,
    {
      name: 'Status',
      description: 'The status of the namespace',
      cell: ({ status }) => status.phase ?? '',
    },
    ageColumn,
  ],
};
