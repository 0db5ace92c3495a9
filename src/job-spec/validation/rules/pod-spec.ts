import { type Check, has, type JsonMap, listAt, mapAt, numberAt, textAt } from '../check.js';
import { nearest } from '../distance.js';
import { uniqueNames } from './unique.js';

/** The lists of containers of a pod. */
export const containerLists = ['containers', 'initContainers'] as const;

/** Names that must be the only ones in a pod. Source: validateContainers, ValidateVolumes of core validation. */
export function podNames(spec: JsonMap, check: Check): void {
  const containers = listAt(spec, 'containers');
  uniqueNames(containers, ['containers'], 'container', check);
  uniqueNames(listAt(spec, 'initContainers'), ['initContainers'], 'init container', check);
  const names = new Set(containers.map((container) => textAt(container, 'name')));
  listAt(spec, 'initContainers').forEach((container, i) => {
    const name = textAt(container, 'name');
    if (name !== undefined && names.has(name)) {
      check.error('duplicate', ['initContainers', i, 'name'], 'there is a container of this name');
    }
  });
  uniqueNames(listAt(spec, 'volumes'), ['volumes'], 'volume', check);
  uniqueNames(listAt(spec, 'resourceClaims'), ['resourceClaims'], 'claim', check);
  uniqueNames(listAt(spec, 'schedulingGates'), ['schedulingGates'], 'scheduling gate', check);
  uniqueNames(listAt(spec, 'securityContext', 'sysctls'), ['securityContext', 'sysctls'], 'sysctl', check);
}

/** Fields of a pod that exclude or need each other. Source: ValidatePodSpec and what it calls. */
export function podSpec(spec: JsonMap, check: Check): void {
  if (listAt(spec, 'ephemeralContainers').length > 0) {
    check.error(
      'conflict',
      ['ephemeralContainers'],
      'a Job has no ephemeral containers; kubectl debug adds them to a running pod',
      { part: 'key' },
    );
  }
  const forbid = (field: string, why: string): void =>
    check.error('conflict', [field], `"${field}" can not be set ${why}`, { part: 'key' });
  if (spec['shareProcessNamespace'] === true && spec['hostPID'] === true) {
    forbid('shareProcessNamespace', 'together with hostPID');
  }
  if (spec['hostUsers'] === false) {
    for (const field of ['hostPID', 'hostIPC']) {
      if (spec[field] === true) forbid(field, 'when hostUsers is false');
    }
  }
  if (has(spec, 'hostnameOverride')) {
    if (spec['setHostnameAsFQDN'] === true) forbid('hostnameOverride', 'together with setHostnameAsFQDN');
    else if (spec['hostNetwork'] === true) forbid('hostnameOverride', 'together with hostNetwork');
    else if ((textAt(spec, 'hostnameOverride') ?? '').length > 64) {
      check.error('invalid-name', ['hostnameOverride'], '"hostnameOverride" is longer than 64 characters');
    }
  }
  hostPorts(spec, check);
  serviceAccount(spec, check);
  dns(spec, check);
  operatingSystem(spec, check);
  deadline(spec, check);
}

function hostPorts(spec: JsonMap, check: Check): void {
  const taken = new Set<string>();
  listAt(spec, 'containers').forEach((container, i) => {
    listAt(container, 'ports').forEach((port, j) => {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0) return;
      const steps = ['containers', i, 'ports', j, 'hostPort'];
      if (spec['hostNetwork'] === true && hostPort !== numberAt(port, 'containerPort')) {
        check.error('conflict', steps, '"hostPort" must be the containerPort when hostNetwork is true');
      }
      const key = `${textAt(port, 'protocol') ?? 'TCP'}/${textAt(port, 'hostIP') ?? ''}/${hostPort}`;
      if (taken.has(key)) check.error('duplicate', steps, 'this host port is already taken above');
      taken.add(key);
    });
  });
}

function serviceAccount(spec: JsonMap, check: Check): void {
  if (!has(spec, 'serviceAccount')) return;
  const name = textAt(spec, 'serviceAccountName');
  check.warning(
    'deprecated',
    ['serviceAccount'],
    '"serviceAccount" is deprecated; write serviceAccountName',
    {
      part: 'key',
      ...(name === undefined ? { suggestion: 'serviceAccountName' } : {}),
    },
  );
}

function dns(spec: JsonMap, check: Check): void {
  const config = mapAt(spec, 'dnsConfig');
  const servers = listAt(config, 'nameservers');
  if (spec['dnsPolicy'] === 'None' && servers.length === 0 && !check.isMeant('dnsConfig')) {
    check.error('conflict', ['dnsPolicy'], 'dnsPolicy None needs at least one of dnsConfig.nameservers');
  }
  if (servers.length > 3)
    check.error('out-of-range', ['dnsConfig', 'nameservers'], 'at most 3 nameservers are allowed');
  const searches = listAt(config, 'searches').map((search) => (typeof search === 'string' ? search : ''));
  if (searches.length > 32 || searches.join(' ').length > 2048) {
    check.error(
      'out-of-range',
      ['dnsConfig', 'searches'],
      'at most 32 searches of 2048 characters together are allowed',
    );
  }
  searches.forEach((search, i) => {
    if (search === '.') return;
    const name = search.replace(/\.$/, '');
    if (
      name.length <= 253 &&
      /^[a-z0-9_](?:[-_a-z0-9]*[a-z0-9])?(?:\.[a-z0-9_](?:[-_a-z0-9]*[a-z0-9])?)*$/.test(name)
    )
      return;
    check.error('invalid-name', ['dnsConfig', 'searches', i], 'a search must be a DNS name in small letters');
  });
  listAt(config, 'options').forEach((option, i) => {
    if (textAt(option, 'name') !== undefined) return;
    check.error('missing-field', ['dnsConfig', 'options', i, 'name'], '"name" is missing');
  });
}

function operatingSystem(spec: JsonMap, check: Check): void {
  const systems = ['linux', 'windows'];
  const name = textAt(mapAt(spec, 'os'), 'name');
  if (name === undefined || systems.includes(name)) return;
  check.error('unknown-value', ['os', 'name'], 'unknown value of name: it is one of linux, windows', {
    suggestion: nearest(name, systems)?.word,
  });
}

function deadline(spec: JsonMap, check: Check): void {
  const grace = numberAt(spec, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace < 0) {
    const message = '"terminationGracePeriodSeconds" must not be negative; Kubernetes takes it as 1';
    check.warning('questionable', ['terminationGracePeriodSeconds'], message);
  }
}
