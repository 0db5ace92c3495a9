import type { Case, Draft } from './case.js';
import { referencesTo } from './spec-paths.js';

/** Warnings of good runs: the kubelet's caches are not filled yet, or the namespace is new. */
const transient =
  /failed to sync (configmap|secret) cache|kube-root-ca\.crt" ?(not registered|not found)|"kube-root-ca\.crt" not registered|object "[^"]*"\/"[^"]*" not registered/;

const categories = {
  secret: { category: 'secret-missing', label: 'Secret' },
  configmap: { category: 'config-map-missing', label: 'ConfigMap' },
  persistentvolumeclaim: { category: 'volume', label: 'PersistentVolumeClaim' },
} as const;

type Kind = keyof typeof categories;

/**
 * The Secret, ConfigMap or claim that a message of the kubelet or the scheduler says is missing.
 * Source: k8s.io/kubernetes/pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) and pkg/volume.
 */
export function missingObject(run: Case, message: string, where: string): Draft | 'transient' | undefined {
  if (transient.test(message)) return 'transient';
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (?:[^\s/]+\/)?([^\s"]+)/.exec(message);
  if (key !== null) return draft(run, key[2]!.toLowerCase() as Kind, key[3]!, where, key[1]);
  const object = /(secret|configmap|persistentvolumeclaim)s? "([^"]+)" (?:is )?not found/i.exec(message);
  if (object !== null) return draft(run, object[1]!.toLowerCase() as Kind, object[2]!, where);
  const unfound = /references non-existent (secret|config) key: ?(\S+)/.exec(message);
  if (unfound === null) return undefined;
  const { category, label } = categories[unfound[1] === 'secret' ? 'secret' : 'configmap'];
  return {
    category,
    summary: `The ${label} of ${where} lacks the key "${unfound[2]}".`,
    advice: `Add the key to the ${label}, or correct the key in the YAML.`,
    evidence: [],
    key: category,
  };
}

function draft(run: Case, kind: Kind, name: string, where: string, key?: string): Draft {
  const { category, label } = categories[kind];
  const namespace = run.input.job?.metadata.namespace;
  const within = namespace === undefined ? '' : ` in namespace "${namespace}"`;
  const paths = referencesTo(run, kind, name);
  return {
    category,
    summary:
      key === undefined
        ? `${label} "${name}", which ${where} needs, does not exist${within}.`
        : `${label} "${name}", which ${where} needs, has no key "${key}"${within}.`,
    advice:
      key === undefined
        ? `Create ${label} "${name}"${within}, or correct its name in the YAML; the run then goes on by itself.`
        : `Add the key "${key}" to ${label} "${name}"${within}, or correct the key in the YAML.`,
    evidence: [],
    paths: key === undefined ? paths : [...paths.map((path) => [...path.slice(0, -1), 'key']), ...paths],
    key: `${category}|${name}`,
  };
}
