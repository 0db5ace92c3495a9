import { type Check, has, isMap, type JsonMap, listAt, mapAt, textAt } from '../check.js';
import { nearest } from '../distance.js';
import { containerLists } from './pod-spec.js';

/** A volume is of one kind. Source: validateVolumeSource. */
export function volume(value: JsonMap, check: Check): void {
  const kinds = Object.keys(value).filter((key) => key !== 'name' && has(value, key));
  // Source: SetDefaults_Volume.
  if (kinds.length === 0) {
    check.warning('questionable', [], 'the volume says not what it is, and becomes an emptyDir');
  }
  const known = kinds.filter((kind) => !check.problems.some(({ path }) => isAt(path, [...check.path, kind])));
  if (known.length > 1) {
    check.error('conflict', [known[1] ?? ''], `a volume is of one kind, not ${known.join(' and ')}`, {
      part: 'key',
    });
  }
}

function isAt(path: readonly unknown[], place: readonly unknown[]): boolean {
  return path.length === place.length && place.every((step, i) => step === path[i]);
}

/** What is mounted must be there. Source: ValidateVolumeMounts, ValidateVolumeDevices. */
export function mounts(spec: JsonMap, check: Check): void {
  if (check.isMeant('volumes')) return;
  const volumes = listAt(spec, 'volumes').filter(isMap);
  const names = volumes.map((item) => textAt(item, 'name')).filter((name) => name !== undefined);
  const claims = volumes.filter((item) => has(item, 'persistentVolumeClaim') || has(item, 'ephemeral'));
  const claimNames = claims.map((item) => textAt(item, 'name'));
  const missing = (steps: (string | number)[], name: string): void =>
    check.error('missing-volume', steps, 'no volume of spec.template.spec.volumes has this name', {
      suggestion: nearest(name, names)?.word,
    });
  for (const list of containerLists) {
    listAt(spec, list).forEach((container, i) => {
      listAt(container, 'volumeMounts').forEach((mount, j) => {
        const name = textAt(mount, 'name');
        if (name !== undefined && !names.includes(name)) missing([list, i, 'volumeMounts', j, 'name'], name);
      });
      listAt(container, 'volumeDevices').forEach((device, j) => {
        const name = textAt(device, 'name');
        const steps = [list, i, 'volumeDevices', j, 'name'];
        if (name === undefined) return;
        if (!names.includes(name)) missing(steps, name);
        else if (!claimNames.includes(name)) {
          check.error('conflict', steps, 'a block device must be a volume of a persistentVolumeClaim');
        }
      });
    });
  }
}

/** Source: validateMountPropagation, validateMountRecursiveReadOnly. */
export function volumeMount(mount: JsonMap, check: Check): void {
  if (textAt(mount, 'subPath') !== undefined && textAt(mount, 'subPathExpr') !== undefined) {
    check.error('conflict', ['subPathExpr'], 'a mount has either "subPath" or "subPathExpr", not both', {
      part: 'key',
    });
  }
  const recursive = textAt(mount, 'recursiveReadOnly');
  const values = ['Disabled', 'IfPossible', 'Enabled'];
  if (recursive !== undefined && !values.includes(recursive)) {
    check.error(
      'unknown-value',
      ['recursiveReadOnly'],
      `unknown value of recursiveReadOnly: it is one of ${values.join(', ')}`,
      {
        suggestion: nearest(recursive, values)?.word,
      },
    );
  } else if (recursive !== undefined && recursive !== 'Disabled' && mount['readOnly'] !== true) {
    check.error('conflict', ['recursiveReadOnly'], '"recursiveReadOnly" needs readOnly: true', {
      part: 'key',
    });
  }
}

/** Only a privileged container may mount back. */
export function mountPropagation(container: JsonMap, check: Check): void {
  const privileged = mapAt(container, 'securityContext')['privileged'] === true;
  listAt(container, 'volumeMounts').forEach((mount, i) => {
    if (privileged || textAt(mount, 'mountPropagation') !== 'Bidirectional') return;
    check.error(
      'conflict',
      ['volumeMounts', i, 'mountPropagation'],
      'mountPropagation Bidirectional needs a privileged container',
    );
  });
}

/** Source: validateDownwardAPIVolumeFile. */
export function downwardFile(file: JsonMap, check: Check): void {
  const kinds = ['fieldRef', 'resourceFieldRef'];
  const given = kinds.filter((kind) => has(file, kind));
  if (given.length === 2) {
    check.error('conflict', ['resourceFieldRef'], 'a file has either "fieldRef" or "resourceFieldRef"', {
      part: 'key',
    });
  } else if (given.length === 0 && !kinds.some((kind) => check.isMeant(kind))) {
    check.error('missing-field', [], 'one of fieldRef, resourceFieldRef is missing');
  }
}

export function configMapVolume(source: JsonMap, check: Check): void {
  required(source, 'name', check);
}

export function secretVolume(source: JsonMap, check: Check): void {
  required(source, 'secretName', check);
}

export function ephemeralVolume(source: JsonMap, check: Check): void {
  required(source, 'volumeClaimTemplate', check);
}

/** Source: validateVolumeSource. */
export function emptyDir(source: JsonMap, check: Check): void {
  const limit = source['sizeLimit'];
  if (typeof limit === 'number' ? limit < 0 : typeof limit === 'string' && /^\s*-/.test(limit)) {
    check.error('out-of-range', ['sizeLimit'], '"sizeLimit" must not be negative');
  }
}

/** Source: validateProjectionSources. */
export function projection(source: JsonMap, check: Check): void {
  const kinds = Object.keys(source).filter((kind) => has(source, kind));
  if (kinds.length > 1) {
    check.error('conflict', [kinds[1] ?? ''], `a source is of one kind, not ${kinds.join(' and ')}`, {
      part: 'key',
    });
  }
}

/** Files of a projected volume that would lie on each other. Source: validateProjectionSources. */
export function projectedPaths(volume: JsonMap, check: Check): void {
  const seen = new Set<string>();
  const add = (path: string | undefined, steps: (string | number)[]): void => {
    if (path !== undefined && seen.has(path)) check.error('duplicate', steps, 'another file has this path');
    if (path !== undefined) seen.add(path);
  };
  listAt(volume, 'sources').forEach((source, i) => {
    for (const kind of ['configMap', 'secret', 'downwardAPI']) {
      listAt(source, kind, 'items').forEach((item, j) => {
        add(textAt(item, 'path'), ['sources', i, kind, 'items', j, 'path']);
      });
    }
  });
}

/** Source: ValidatePersistentVolumeClaimSpec. */
export function claimSpec(spec: JsonMap, check: Check): void {
  if (listAt(spec, 'accessModes').length === 0) {
    check.error('missing-field', ['accessModes'], '"accessModes" is missing');
  }
  if (!has(mapAt(spec, 'resources', 'requests'), 'storage')) {
    check.error(
      'missing-field',
      ['resources', 'requests', 'storage'],
      'the claim says not how much storage it needs',
    );
  }
}

function required(object: JsonMap, field: string, check: Check): void {
  if (has(object, field) && object[field] !== '') return;
  check.error('missing-field', [field], `"${field}" is missing`);
}
