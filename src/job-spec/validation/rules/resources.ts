import type { Json } from '../../job-manifest.js';
import { type Check, has, type JsonMap, listAt, mapAt, textAt } from '../check.js';
import { nearest } from '../distance.js';
import { parseQuantity } from '../quantity.js';
import { qualifiedName } from '../syntax.js';

const standard = ['cpu', 'memory', 'ephemeral-storage'];

/** Source: validateResourceRequirements, ValidateContainerResourceName of core validation. */
export function resources(requirements: JsonMap, check: Check): void {
  // The resources of a volume claim are another type; those of the pod itself know fewer names.
  const limits = mapAt(requirements, 'limits');
  const requests = mapAt(requirements, 'requests');
  for (const [list, quantities] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    for (const [name, quantity] of Object.entries(quantities)) one(list, name, quantity, check);
  }
  for (const [name, request] of Object.entries(requests)) {
    const asked = amount(request);
    const allowed = Object.hasOwn(limits, name) ? amount(limits[name] ?? null) : undefined;
    const fixed = isExtended(name) || name.startsWith('hugepages-');
    if (fixed && !Object.hasOwn(limits, name)) {
      check.error('conflict', ['requests', name], `"${name}" needs the same limit: it can not be shared`, {
        part: 'key',
      });
    } else if (
      asked !== undefined &&
      allowed !== undefined &&
      (fixed ? asked !== allowed : asked > allowed)
    ) {
      const rule = fixed ? 'must equal' : 'must not be more than';
      check.error('conflict', ['requests', name], `the request of "${name}" ${rule} its limit`);
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const huge = names.find((name) => name.startsWith('hugepages-'));
  if (huge !== undefined && !names.includes('cpu') && !names.includes('memory')) {
    const list = has(limits, huge) ? 'limits' : 'requests';
    check.error('conflict', [list, huge], 'huge pages need cpu or memory beside them', { part: 'key' });
  }
  claims(requirements, check);
}

/** A claim, or a request of it, once. Source: validateResourceClaimNames. */
function claims(requirements: JsonMap, check: Check): void {
  const seen = new Set<string>();
  listAt(requirements, 'claims').forEach((claim, i) => {
    const name = textAt(claim, 'name');
    if (name === undefined) return;
    const request = textAt(claim, 'request');
    const key = request === undefined ? name : `${name}/${request}`;
    const overlaps = request === undefined && [...seen].some((other) => other.startsWith(`${name}/`));
    if (seen.has(name) || seen.has(key) || overlaps) {
      check.error('duplicate', ['claims', i, 'name'], 'this claim is already listed above');
    }
    seen.add(key);
  });
}

/** The resources of the pod as a whole. Source: validatePodResources. */
export function podResources(spec: JsonMap, check: Check): void {
  const resources = mapAt(spec, 'resources');
  if (has(resources, 'claims')) {
    check.error('conflict', ['resources', 'claims'], 'claims belong to the resources of a container', {
      part: 'key',
    });
  }
  for (const list of ['limits', 'requests']) {
    for (const name of Object.keys(mapAt(resources, list))) {
      if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) continue;
      const message = 'a pod as a whole has only cpu, memory and huge pages; write this one in its container';
      check.error('conflict', ['resources', list, name], message, { part: 'key' });
    }
  }
}

function one(list: string, name: string, quantity: Json, check: Check): void {
  const problem = nameProblem(name);
  if (problem !== undefined) {
    check.error('invalid-name', [list, name], problem, {
      part: 'key',
      suggestion: nearest(name, standard)?.word,
    });
    return;
  }
  const value = amount(quantity);
  if (value === undefined) return;
  if (value < 0) check.error('out-of-range', [list, name], `"${name}" must not be negative`);
  else if (
    name.startsWith('hugepages-') &&
    !isMultiple(value, parseQuantity(name.slice('hugepages-'.length)))
  ) {
    check.error('out-of-range', [list, name], `"${name}" must be a multiple of the size of its pages`);
  } else if (isExtended(name) && !Number.isInteger(value)) {
    check.error('out-of-range', [list, name], `"${name}" must be a whole number`);
  } else if ((name === 'memory' || name === 'ephemeral-storage') && !Number.isInteger(value)) {
    check.warning(
      'questionable',
      [list, name],
      `"${name}" is a fraction of a byte; "m" means a thousandth, write M or Mi for megabytes`,
    );
  }
}

function nameProblem(name: string): string | undefined {
  if (standard.includes(name) || name.startsWith('hugepages-')) return undefined;
  const shown = JSON.stringify(name.slice(0, 60));
  if (!name.includes('/')) return `unknown resource ${shown}; one of a device plug-in has a "/" in its name`;
  const problem = qualifiedName(name);
  return problem === undefined ? undefined : `the name of resource ${shown} ${problem}`;
}

function isMultiple(value: number, size: number | undefined): boolean {
  return size !== undefined && size > 0 && value % size === 0;
}

function isExtended(name: string): boolean {
  return name.includes('/') && !/^([^/]*\.)?kubernetes\.io\//.test(name) && !name.startsWith('requests.');
}

/** An amount that is null is none. */
function amount(value: Json): number | undefined {
  if (value === null) return 0;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseQuantity(value) : undefined;
}

/** Claims that a container names must be claims of the pod. */
export function resourceClaims(spec: JsonMap, check: Check): void {
  if (check.isMeant('resourceClaims')) return;
  const names = listAt(spec, 'resourceClaims')
    .map((claim) => textAt(claim, 'name'))
    .filter((name) => name !== undefined);
  for (const list of ['containers', 'initContainers']) {
    listAt(spec, list).forEach((container, i) => {
      listAt(container, 'resources', 'claims').forEach((claim, j) => {
        const name = textAt(claim, 'name');
        if (name === undefined || names.includes(name)) return;
        const steps = [list, i, 'resources', 'claims', j, 'name'];
        check.error(
          'missing-reference',
          steps,
          'there is no such claim in spec.template.spec.resourceClaims',
          {
            suggestion: nearest(name, names)?.word,
          },
        );
      });
    });
  }
}

/** Source: validatePodResourceClaim. */
export function podResourceClaim(claim: JsonMap, check: Check): void {
  const kinds = ['resourceClaimName', 'resourceClaimTemplateName'];
  const given = kinds.filter((kind) => has(claim, kind));
  if (given.length === 2) {
    check.error('conflict', [kinds[1] ?? ''], `only one of ${kinds.join(' and ')} can be given`, {
      part: 'key',
    });
  } else if (given.length === 0 && !kinds.some((kind) => check.isMeant(kind))) {
    check.error('missing-field', [], `one of ${kinds.join(', ')} is missing`);
  }
}
