import type { JobPath } from '../job-manifest.js';

/**
 * A field as the API server writes it, as a path: `spec.template.spec.containers[0].resources.limits[cpu]`. Keys in
 * brackets may hold dots, and be quoted; `{topologyKey, whenUnsatisfiable}` and what else is no key ends the path.
 */
export function parseField(field: string): JobPath {
  const path: (string | number)[] = [];
  const step = /^\.?([A-Za-z_][\w-]*)|^\[(\d+)\]|^\["((?:[^"\\]|\\.)*)"\]|^\[([^\]]*)\]/;
  for (let rest = field; rest !== '';) {
    const match = step.exec(rest);
    if (match === null) break;
    const [whole, name, index, quoted, key] = match;
    path.push(index === undefined ? (name ?? quoted?.replace(/\\(.)/g, '$1') ?? key ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return renamed(path);
}

/** Fields that the API server calls by other names than the manifest. Source: pkg/apis/core/validation. */
const otherNames: ReadonlyMap<string | number, string> = new Map([
  ['persistentDisk', 'gcePersistentDisk'],
  ['HostPID', 'hostPID'],
  ['HostIPC', 'hostIPC'],
  ['deprecatedServiceAccount', 'serviceAccount'],
]);

function renamed(path: readonly (string | number)[]): JobPath {
  const named = path.map((step) => otherNames.get(step) ?? step);
  const [spec, template, list] = named;
  // Labels and annotations of the template come without their "metadata". Source: ValidatePodTemplateSpec.
  const isBare = spec === 'spec' && template === 'template' && (list === 'labels' || list === 'annotations');
  return isBare ? ['spec', 'template', 'metadata', ...named.slice(2)] : named;
}

/** One thing that the API server says of a field. */
export interface Remark {
  /** The field as the server names it; absent when it names none. */
  readonly field?: string;
  readonly message: string;
  /** The kind of value that Go's JSON decoder met, when that is what it refused; such fields come without indexes. */
  readonly met?: string;
}

/** What the API server says in an answer, field by field. */
export function remarksOf(
  message: string,
  causes: readonly { readonly field?: string; readonly message?: string }[] = [],
): Remark[] {
  if (causes.some(({ field }) => field !== undefined)) {
    return causes.map(({ field, message: text = '' }) => ({
      ...(field === undefined ? {} : { field }),
      message: text,
    }));
  }
  const strict = [...message.matchAll(/(unknown|duplicate) field "((?:[^"\\]|\\.)*)"/g)];
  if (strict.length > 0) {
    return strict.map(([, kind, field = '']) => ({ field, message: `${kind} field` }));
  }
  const decoding = /cannot unmarshal (\w+)(?: [^ ]+)? into Go struct field \w+\.([\w.]+) of type (\S+)/.exec(
    message,
  );
  if (decoding !== null) {
    const [, met = '', field = '', type = ''] = decoding;
    return [{ field, met, message: `can not be ${article(met)}; it is of type ${type.replace('v1.', '')}` }];
  }
  const path = /\b((?:spec|metadata)(?:\.[A-Za-z]\w*|\[[^\]]*\])+)/.exec(message)?.[1] ?? pointer(message);
  return [{ ...(path === undefined ? {} : { field: path }), message }];
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

/** `/spec/template/spec/containers/0/image`, as policy engines write paths. */
function pointer(message: string): string | undefined {
  const found = /\/((?:spec|metadata)(?:\/[\w.~-]+)+)/.exec(message)?.[1];
  return found
    ?.split('/')
    .map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}
