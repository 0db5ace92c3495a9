import type { JobPath } from '../job-manifest.js';
import { getOwn } from '../own-key.js';
import { isMap } from './check.js';

/**
 * A field as the API server writes it, as a path in the Job: `spec.template.spec.containers[0].resources.limits[cpu]`.
 * Keys may hold dots themselves, in brackets or not: of the keys that are there the longest counts.
 */
export function parseField(field: string, job: unknown): JobPath {
  const path: (string | number)[] = [];
  // Labels and annotations of the template come without their "metadata". Source: ValidatePodTemplateSpec.
  let rest = field.replace(/^spec\.template\.(?=labels|annotations)/, 'spec.template.metadata.');
  for (let value = job; rest !== ''; value = getOwn(value, path.at(-1) ?? '')) {
    const [whole, step] = firstStep(rest, value);
    // Behind what is no key, as `{topologyKey, whenUnsatisfiable}`, there is nothing to find.
    if (whole === '') break;
    path.push(step);
    rest = rest.slice(whole.length);
  }
  return path;
}

function firstStep(rest: string, value: unknown): [whole: string, step: string | number] {
  const dot = rest.startsWith('.') ? '.' : '';
  const known = Object.keys(isMap(value) ? value : {})
    .filter(
      (key) =>
        key !== '' && rest.startsWith(dot + key) && /^(?:$|[.[])/.test(rest.slice(dot.length + key.length)),
    )
    .sort((a, b) => b.length - a.length)[0];
  if (known !== undefined) return [dot + known, known];
  const match = /^\.?([A-Za-z_][\w-]*)|^\[(\d+)\]|^\["((?:[^"\\]|\\.)*)"\]|^\[([^\]]*)\]/.exec(rest);
  if (match === null) return ['', ''];
  const [whole, name, index, quoted, key] = match;
  if (index !== undefined) return [whole, Number(index)];
  const step = name ?? quoted?.replace(/\\(.)/g, '$1') ?? key ?? '';
  return [whole, otherNames.get(step) ?? step];
}

/** Fields that the API server calls by other names than the manifest. Source: pkg/apis/core/validation. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['persistentDisk', 'gcePersistentDisk'],
  ['HostPID', 'hostPID'],
  ['HostIPC', 'hostIPC'],
  ['deprecatedServiceAccount', 'serviceAccount'],
]);

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
