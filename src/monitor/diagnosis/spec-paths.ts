import type { Position } from '../../errors.js';
import type { JobPath } from '../../job-spec/job-manifest.js';
import type { Case } from './case.js';
import type { DiagnosedSpec } from './diagnosis.js';
import type { ContainerRole, PodView } from './pod-view.js';
import { at, itemsAt, textAt } from './raw.js';

export const podPath = ['spec', 'template', 'spec'] as const;

/** Where a container stands in the spec. One without a name there is known by its place in the pod. */
export function containerPath(
  { spec }: Case,
  pod: PodView,
  container: { readonly name: string; readonly role: ContainerRole },
): JobPath | undefined {
  if (spec === undefined) return undefined;
  const list = container.role === 'container' ? 'containers' : 'initContainers';
  const written = itemsAt(spec.json, ...podPath, list);
  const named = (all: readonly unknown[]): number =>
    all.findIndex((each) => textAt(each, 'name') === container.name);
  let index = named(written);
  if (index < 0) {
    const inPod = named(itemsAt(pod.object, 'spec', list));
    if (inPod >= 0 && inPod < written.length && textAt(written[inPod], 'name') === undefined) index = inPod;
  }
  return index < 0 ? undefined : [...podPath, list, index];
}

/** Places below a container, and the container itself when none of them is there. */
export function inContainer(
  run: Case,
  pod: PodView,
  container: { readonly name: string; readonly role: ContainerRole },
  ...below: readonly JobPath[]
): JobPath[] {
  const path = containerPath(run, pod, container);
  return path === undefined ? [] : [...below.map((each) => [...path, ...each]), path];
}

const references = {
  secret: [
    ['secretKeyRef', 'name'],
    ['secretRef', 'name'],
    ['secret', 'secretName'],
    ['secret', 'name'],
  ],
  configmap: [
    ['configMapKeyRef', 'name'],
    ['configMapRef', 'name'],
    ['configMap', 'name'],
  ],
  persistentvolumeclaim: [['persistentVolumeClaim', 'claimName']],
} as const;

/** Every place of the pod template that refers to this object by name. */
export function referencesTo({ spec }: Case, kind: keyof typeof references, name: string): JobPath[] {
  if (spec === undefined) return [];
  const found: JobPath[] = [];
  const visit = (value: unknown, path: JobPath): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const reference of references[kind])
      if (at(value, ...reference) === name) found.push([...path, ...reference]);
    for (const [key, below] of Object.entries(value))
      visit(below, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(at(spec.json, ...podPath), podPath);
  return found;
}

/** The position of the first of the paths at which something stands. */
export function place(spec: DiagnosedSpec | undefined, paths: readonly JobPath[] = []): Position | undefined {
  for (const path of paths) {
    const found = spec?.position(path);
    if (found === undefined) continue;
    const { file, line, column } = found;
    return file === undefined ? { line, column } : { file, line, column };
  }
  return undefined;
}

/** A value of the Job: what the server has, else what the spec says. */
export function jobValue({ input, spec }: Case, ...path: readonly (string | number)[]): unknown {
  return at(input.job, ...path) ?? at(spec?.json, ...path);
}

/** A value of the pod's spec: what the server has, else what the template says. */
export function podValue({ spec }: Case, pod: PodView, ...path: readonly (string | number)[]): unknown {
  return at(pod.object, 'spec', ...path) ?? at(spec?.json, ...podPath, ...path);
}

/** A value of a container: what the server has (a LimitRange may have set it), else what the template says. */
export function containerValue(
  run: Case,
  pod: PodView,
  container: { readonly name: string; readonly role: ContainerRole },
  ...path: readonly (string | number)[]
): unknown {
  const list = container.role === 'container' ? 'containers' : 'initContainers';
  const inPod = itemsAt(pod.object, 'spec', list).find((each) => textAt(each, 'name') === container.name);
  const written = containerPath(run, pod, container);
  return at(inPod, ...path) ?? (written && at(run.spec?.json, ...written, ...path));
}

/** The container that runs the flow: the statuses of a pod are sorted by name, so only the spec tells which is first. */
export function flowContainer(run: Case, pod: PodView): string | undefined {
  return run.input.flowContainer ?? textAt(podValue(run, pod, 'containers', 0, 'name'));
}

/** The log that tells how far a pod came which was stopped from outside. */
export function flowLog(run: Case, pod: PodView | undefined): { log?: { pod: string; container: string } } {
  if (pod === undefined) return {};
  const container = flowContainer(run, pod);
  return container === undefined ? {} : { log: { pod: pod.name, container } };
}
