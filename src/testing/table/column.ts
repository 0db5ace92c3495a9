/** A column of what `kubectl get` shows. */
export interface Column<T> {
  readonly name: string;
  readonly description: string;
  /** It names the object: `-o name`. */
  readonly format?: 'name';
  /** Only `-o wide` shows it. */
  readonly wide?: true;
  /** `now` in ms, for ages. A bookmark is asked too, which has hardly a field. */
  readonly cell: (object: T, now: number) => string | number;
}

/** `metav1.TableRowCondition` */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** How the objects of a resource are shown as rows (k8s.io/kubernetes/pkg/printers/internalversion/printers.go). */
export interface Printer<T> {
  readonly columns: readonly Column<T>[];
  readonly conditions?: (object: T) => readonly RowCondition[];
}

interface Named {
  readonly metadata: { readonly name?: string; readonly creationTimestamp?: string };
}

export const nameColumn: Column<Named> = {
  name: 'Name',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  cell: ({ metadata }) => metadata.name ?? '',
};

export const ageColumn: Column<Named> = {
  name: 'Age',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  cell: ({ metadata }, now) => since(metadata.creationTimestamp, now),
};

/** The time since a time stamp, for people to read. */
export function since(timestamp: string | null | undefined, now: number): string {
  return timestamp ? humanDuration(now - Date.parse(timestamp)) : '<unknown>';
}

/** Two or three figures: `119s`, `2m`, `7h30m`, `2d1h` (k8s.io/apimachinery/pkg/util/duration). */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 120) return `${Math.max(seconds, 0)}s`;
  const [minutes, hours] = [Math.trunc(seconds / 60), Math.trunc(seconds / 3600)];
  const [days, years] = [Math.trunc(hours / 24), Math.trunc(hours / 24 / 365)];
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return pair(days, 'd', hours % 24, 'h');
  if (years < 2) return `${days}d`;
  return years < 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

const pair = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;
