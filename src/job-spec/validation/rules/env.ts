import { type Check, has, isMap, type JsonMap, listAt, textAt } from '../check.js';
import { nearest } from '../distance.js';
import { parseQuantity } from '../quantity.js';

const sources = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];

/** Source: validateEnvVarValueFrom. */
export function envVar(variable: JsonMap, check: Check): void {
  const from = variable['valueFrom'];
  if (!isMap(from)) return;
  const given = Object.keys(from).filter((source) => sources.includes(source) && has(from, source));
  if (given.length === 0) {
    if (Object.keys(from).some((key) => !sources.includes(key))) return;
    check.error('missing-field', ['valueFrom'], `"valueFrom" needs one of ${sources.join(', ')}`);
  } else if (textAt(variable, 'value') !== undefined) {
    check.error('conflict', ['valueFrom'], 'a variable has either "value" or "valueFrom", not both', {
      part: 'key',
    });
  } else if (given.length > 1) {
    check.error(
      'conflict',
      ['valueFrom', given[1] ?? ''],
      `only one of ${given.join(' and ')} can be given`,
      {
        part: 'key',
      },
    );
  }
}

/** A name twice: Kubernetes takes the last, and `kubectl apply` may lose one. Source: warningsForPodSpecAndMeta. */
export function envNames(container: JsonMap, check: Check): void {
  const seen = new Set<string>();
  listAt(container, 'env').forEach((variable, i) => {
    const name = textAt(variable, 'name');
    if (name === undefined) return;
    const value = textAt(variable, 'value') ?? '';
    const extendsEarlier = value.includes(`$(${name})`) && value !== `$(${name})`;
    if (seen.has(name) && !extendsEarlier) {
      check.warning('duplicate', ['env', i, 'name'], 'this variable hides one of the same name above');
    }
    seen.add(name);
  });
}

export function envFrom(source: JsonMap, check: Check): void {
  const kinds = ['configMapRef', 'secretRef'];
  const given = Object.keys(source).filter((kind) => kinds.includes(kind) && has(source, kind));
  if (given.length === 0 && !kinds.some((kind) => check.isMeant(kind))) {
    check.error('missing-field', [], 'one of configMapRef, secretRef is missing');
  } else if (given.length > 1) {
    check.error('conflict', [given[1] ?? ''], 'only one of configMapRef and secretRef can be given', {
      part: 'key',
    });
  }
}

/** A reference to a ConfigMap or Secret without a name finds nothing. */
export function named(reference: JsonMap, check: Check): void {
  if (has(reference, 'name') && reference['name'] !== '') return;
  check.error('missing-field', ['name'], '"name" is missing');
}

const podFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const volumeFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Source: validateObjectFieldSelector; volumes and variables know different fields. */
export function fieldRef(reference: JsonMap, check: Check): void {
  if (textAt(reference, 'apiVersion') !== undefined && reference['apiVersion'] !== 'v1') {
    check.error('unknown-value', ['apiVersion'], 'the version of a pod is v1; remove "apiVersion"', {
      suggestion: 'v1',
    });
    return;
  }
  const path = textAt(reference, 'fieldPath');
  if (path === undefined || /^metadata\.(annotations|labels)\['[^']+'\]$/.test(path)) return;
  const known = check.path.includes('env') ? podFields : volumeFields;
  if (known.includes(path)) return;
  check.error('unknown-value', ['fieldPath'], `unknown field of the pod: it is one of ${known.join(', ')}`, {
    suggestion: nearest(path, known)?.word,
  });
}

const resources = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [
  `limits.${name}`,
  `requests.${name}`,
]);

/** Source: validateContainerResourceFieldSelector. */
export function resourceFieldRef(reference: JsonMap, check: Check): void {
  const resource = textAt(reference, 'resource');
  if (
    resource !== undefined &&
    !resources.includes(resource) &&
    !/^(limits|requests)\.hugepages-/.test(resource)
  ) {
    check.error('unknown-value', ['resource'], `unknown resource: it is one of ${resources.join(', ')}`, {
      suggestion: nearest(resource, resources)?.word,
    });
  }
  const divisor = quantityOf(reference['divisor']);
  if (resource !== undefined && divisor !== undefined && divisor !== 0 && !isDivisor(resource, divisor)) {
    check.error(
      'unknown-value',
      ['divisor'],
      `"divisor" must be 1 or a whole unit${resource.endsWith('cpu') ? ', or 1m' : ', as 1Ki or 1M'}`,
    );
  }
  if (!check.path.includes('env') && textAt(reference, 'containerName') === undefined) {
    check.error('missing-field', ['containerName'], '"containerName" is missing');
  }
}

function quantityOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseQuantity(value) : undefined;
}

/** Source: validateContainerResourceDivisor. */
function isDivisor(resource: string, divisor: number): boolean {
  if (resource.endsWith('cpu')) return divisor === 1 || divisor === 0.001;
  return [0, 1, 2, 3, 4, 5, 6].some((power) => divisor === 1000 ** power || divisor === 1024 ** power);
}
