import type { JobPath } from '../../job-manifest.js';
import { type Check, has, isMap, type JsonMap, listAt, mapAt, numberAt, textAt } from '../check.js';
import { nearest } from '../distance.js';
import { uniqueNames } from './unique.js';

/** The containers of a pod, where it matters which of them it is. */
export function containers(spec: JsonMap, check: Check): void {
  const list = listAt(spec, 'containers');
  const wanted = check.settings.flowContainer;
  const flow = wanted === undefined ? 0 : list.findIndex((container) => textAt(container, 'name') === wanted);
  list.forEach((container, i) => {
    if (!isMap(container)) return;
    // The image of the flow container comes from the run.
    if (i !== flow) image(container, ['containers', i], check);
    restarts(container, ['containers', i], check);
  });
  listAt(spec, 'initContainers').forEach((container, i) => {
    if (!isMap(container)) return;
    image(container, ['initContainers', i], check);
    restarts(container, ['initContainers', i], check);
    if (container['restartPolicy'] === 'Always') return;
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
      if (!has(container, field)) continue;
      const message = `"${field}" is for containers that go on running; an init container needs restartPolicy: Always for it`;
      check.error('conflict', ['initContainers', i, field], message, { part: 'key' });
    }
  });
}

function image(container: JsonMap, steps: JobPath, check: Check): void {
  if (textAt(container, 'image') === undefined && (!has(container, 'image') || container['image'] === '')) {
    check.error(
      'missing-field',
      [...steps, 'image'],
      '"image" is missing; only that of the flow container is filled in',
    );
  }
}

/** Source: validateContainerRestartPolicy. */
function restarts(container: JsonMap, steps: JobPath, check: Check): void {
  const policies = ['Always', 'Never', 'OnFailure'];
  const policy = textAt(container, 'restartPolicy');
  if (policy !== undefined && !policies.includes(policy)) {
    check.error(
      'unknown-value',
      [...steps, 'restartPolicy'],
      `unknown value of restartPolicy: it is one of ${policies.join(', ')}`,
      {
        suggestion: nearest(policy, policies)?.word,
      },
    );
  }
  if (listAt(container, 'restartPolicyRules').length > 0 && policy === undefined) {
    check.error(
      'conflict',
      [...steps, 'restartPolicyRules'],
      '"restartPolicyRules" needs a restartPolicy of the container',
      {
        part: 'key',
      },
    );
  }
}

/** What a container has twice. */
export function container(value: JsonMap, check: Check): void {
  ports(value, check);
  const mounted = new Set<string>();
  listAt(value, 'volumeMounts').forEach((mount, i) => {
    const path = textAt(mount, 'mountPath');
    if (path === undefined) return;
    if (mounted.has(path)) {
      check.error(
        'duplicate',
        ['volumeMounts', i, 'mountPath'],
        'another volume is mounted at this path above',
      );
    }
    mounted.add(path);
  });
  const devices = new Set<string>();
  listAt(value, 'volumeDevices').forEach((device, i) => {
    const path = textAt(device, 'devicePath');
    if (path === undefined) return;
    if (mounted.has(path) || devices.has(path)) {
      check.error('duplicate', ['volumeDevices', i, 'devicePath'], 'another volume is at this path');
    }
    devices.add(path);
  });
  uniqueNames(listAt(value, 'volumeDevices'), ['volumeDevices'], 'device', check);
}

function ports(value: JsonMap, check: Check): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  listAt(value, 'ports').forEach((port, i) => {
    if (!isMap(port)) return;
    const name = textAt(port, 'name');
    if (name !== undefined && names.has(name)) {
      check.error('duplicate', ['ports', i, 'name'], 'there is another port of this name above');
    }
    if (name !== undefined) names.add(name);
    if (port['containerPort'] === 0)
      check.error(
        'invalid-port',
        ['ports', i, 'containerPort'],
        '"containerPort" must be a port, between 1 and 65535',
      );
    const key = `${numberAt(port, 'containerPort') ?? ''}/${textAt(port, 'protocol') ?? 'TCP'}/${numberAt(port, 'hostPort') ?? 0}/${textAt(port, 'hostIP') ?? ''}`;
    if (numbers.has(key) && numberAt(port, 'hostPort') === undefined) {
      check.warning('duplicate', ['ports', i, 'containerPort'], 'this port is already listed above');
    }
    numbers.add(key);
  });
}

/** Source: validateHandler and its siblings. */
export function probe(value: JsonMap, check: Check): void {
  handler(value, ['exec', 'httpGet', 'tcpSocket', 'grpc'], check);
  const kind = check.path.at(-1);
  if (kind === 'readinessProbe') {
    if (has(value, 'terminationGracePeriodSeconds')) {
      check.error(
        'conflict',
        ['terminationGracePeriodSeconds'],
        'a readinessProbe stops nothing; remove "terminationGracePeriodSeconds"',
        { part: 'key' },
      );
    }
  } else if ((numberAt(value, 'successThreshold') ?? 0) > 1) {
    check.error('out-of-range', ['successThreshold'], `"successThreshold" of a ${kind} must be 1`);
  }
}

export function lifecycleHandler(value: JsonMap, check: Check): void {
  handler(value, ['exec', 'httpGet', 'tcpSocket', 'sleep'], check);
}

function handler(value: JsonMap, kinds: readonly string[], check: Check): void {
  const given = Object.keys(value).filter((kind) => kinds.includes(kind) && has(value, kind));
  if (given.length > 1) {
    check.error('conflict', [given[1] ?? ''], `only one of ${given.join(' and ')} can be given`, {
      part: 'key',
    });
  }
  if (given.length === 0 && !kinds.some((kind) => check.isMeant(kind))) {
    check.error('missing-field', [], `one of ${kinds.join(', ')} is missing`);
  }
}

export function execAction(value: JsonMap, check: Check): void {
  if (listAt(value, 'command').length === 0 && !(has(value, 'command') && !Array.isArray(value['command']))) {
    check.error('missing-field', ['command'], '"command" is missing');
  }
}

/** Source: validateContainerRestartPolicy. */
export function restartRuleExitCodes(value: JsonMap, check: Check): void {
  oneOf(value, 'operator', ['In', 'NotIn'], check);
  if (listAt(value, 'values').length > 255) {
    check.error('out-of-range', ['values'], '"values" has at most 255 exit codes');
  }
}

export function restartRule(value: JsonMap, check: Check): void {
  oneOf(value, 'action', ['Restart', 'RestartAllContainers'], check);
  if (!has(value, 'exitCodes') && !check.isMeant('exitCodes')) {
    check.error('missing-field', ['exitCodes'], '"exitCodes" is missing');
  }
}

/** Source: validateResizePolicy. */
export function resizePolicies(container: JsonMap, check: Check): void {
  const seen = new Set<string>();
  listAt(container, 'resizePolicy').forEach((policy, i) => {
    const name = textAt(policy, 'resourceName');
    if (name !== undefined && seen.has(name)) {
      check.error(
        'duplicate',
        ['resizePolicy', i, 'resourceName'],
        'there is a resizePolicy of this resource above',
      );
    }
    if (name !== undefined) seen.add(name);
  });
}

export function resizePolicy(value: JsonMap, check: Check): void {
  oneOf(value, 'resourceName', ['cpu', 'memory'], check);
  oneOf(value, 'restartPolicy', ['NotRequired', 'RestartContainer'], check);
}

/** Reports a text that is none of the values; for fields that are no enum in the OpenAPI document. */
function oneOf(value: JsonMap, field: string, values: readonly string[], check: Check): void {
  const found = textAt(value, field);
  if (found === undefined || values.includes(found)) return;
  check.error('unknown-value', [field], `unknown value of ${field}: it is one of ${values.join(', ')}`, {
    suggestion: nearest(found, values)?.word,
  });
}

/** Source: validateSleepAction: no longer than the pod has to stop. */
export function sleeps(spec: JsonMap, check: Check): void {
  // A negative one is taken as 1, after this check.
  const grace = numberAt(spec, 'terminationGracePeriodSeconds') ?? 30;
  listAt(spec, 'containers').forEach((container, i) => {
    for (const hook of ['postStart', 'preStop']) {
      const seconds = numberAt(mapAt(container, 'lifecycle', hook, 'sleep'), 'seconds');
      if (seconds === undefined || (seconds >= 0 && seconds <= grace)) continue;
      const steps = ['containers', i, 'lifecycle', hook, 'sleep', 'seconds'];
      check.error(
        'out-of-range',
        steps,
        `"seconds" must be between 0 and ${grace}, the terminationGracePeriodSeconds`,
      );
    }
  });
}
