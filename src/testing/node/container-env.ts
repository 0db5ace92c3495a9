import type { Container, EnvVar, Pod } from '../objects/types.js';
import { expand } from './expansion.js';

/** Secrets of the cluster: name → key → value, the same in every namespace. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A container that can not be configured: `CreateContainerConfigError`, in the kubelet's words. */
export class ContainerConfigError extends Error {}

/**
 * The variables of a container, in order, each seeing those before it.
 * @throws ContainerConfigError when something they come from is missing
 */
export function containerEnv(container: Container, pod: Pod, secrets: Secrets): Record<string, string> {
  const env: Record<string, string> = {};
  for (const source of (container['envFrom'] as EnvFrom[] | undefined) ?? []) {
    for (const [key, value] of Object.entries(fromSource(source, secrets)))
      env[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom
      ? fromReference(variable.valueFrom, pod, secrets)
      : expand(variable.value ?? '', env);
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

interface EnvFrom {
  readonly prefix?: string;
  readonly secretRef?: { readonly name: string; readonly optional?: boolean };
  readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
}

function fromSource(
  { secretRef, configMapRef }: EnvFrom,
  secrets: Secrets,
): Readonly<Record<string, string>> {
  if (configMapRef && configMapRef.optional !== true) throw missing('configmap', configMapRef.name);
  if (!secretRef) return {};
  const secret = Object.hasOwn(secrets, secretRef.name) ? secrets[secretRef.name] : undefined;
  if (secret === undefined && secretRef.optional !== true) throw missing('secret', secretRef.name);
  return secret ?? {};
}

const missing = (kind: string, name: string): Error =>
  new ContainerConfigError(`${kind} "${name}" not found`);

interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

function fromReference(
  source: NonNullable<EnvVar['valueFrom']>,
  pod: Pod,
  secrets: Secrets,
): string | undefined {
  const { fieldRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return fromField(fieldRef.fieldPath, pod);
  if (secretKeyRef !== undefined) return fromSecret(secretKeyRef, pod, secrets);
  const configMap = source['configMapKeyRef'] as KeyRef | undefined;
  if (configMap !== undefined && configMap.optional !== true) throw missing('configmap', configMap.name);
  return undefined;
}

function fromSecret(
  { name, key, optional }: KeyRef,
  { metadata }: Pod,
  secrets: Secrets,
): string | undefined {
  const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (secret === undefined && optional !== true) throw missing('secret', name);
  const value = secret !== undefined && Object.hasOwn(secret, key) ? secret[key] : undefined;
  if (value === undefined && optional !== true) {
    throw new ContainerConfigError(`couldn't find key ${key} in Secret ${metadata.namespace}/${name}`);
  }
  return value;
}

const fields: Readonly<Record<string, (pod: Pod) => string | undefined>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace,
  'metadata.uid': ({ metadata }) => metadata.uid,
  'spec.nodeName': ({ spec }) => spec.nodeName,
  'spec.serviceAccountName': ({ spec }) => String(spec['serviceAccountName']),
  'status.hostIP': ({ status }) => status['hostIP'] as string | undefined,
  'status.podIP': ({ status }) => status.podIP,
};

/** A field of the Pod, for the downward API. */
function fromField(path: string, pod: Pod): string {
  const entry = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (entry !== null) return pod.metadata[entry[1] as 'labels' | 'annotations']?.[entry[2] ?? ''] ?? '';
  const read = Object.hasOwn(fields, path) ? fields[path] : undefined;
  if (read === undefined) throw new ContainerConfigError(`unsupported fieldPath: ${path}`);
  return read(pod) ?? '';
}
