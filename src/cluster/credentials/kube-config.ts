import type { KubeConfig } from '@kubernetes/client-node';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { KubeConfigError } from '../errors.js';
import { importClientNode } from './client-node.js';
import { addTokenFiles } from './token-files.js';

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The kubeconfig to use: the given object, the given text, or what is found: the service account of the pod this
 * process runs in, else the files of `KUBECONFIG`, else `~/.kube/config`.
 * @param context the context to use in place of the current one
 * @param root stands before the fixed paths of the service account, as in client-node's `loadFromCluster`
 * @throws KubeConfigError
 */
export async function loadKubeConfig(
  source: KubeConfig | string | undefined,
  context?: string,
  root = '',
): Promise<KubeConfig> {
  if (typeof source === 'object') return context === undefined ? source : withContext(source, context);
  const clientNode = await importClientNode();
  const kubeConfig = new clientNode.KubeConfig();
  if (source !== undefined) {
    loadText(kubeConfig, source);
  } else if (context === undefined && inCluster(root)) {
    kubeConfig.loadFromCluster(root);
  } else {
    loadFiles(kubeConfig, root);
  }
  if (context !== undefined) kubeConfig.setCurrentContext(context);
  return kubeConfig;
}

/** The same KubeConfig, authenticators and all; the context is chosen for this client only. */
function withContext(kubeConfig: KubeConfig, context: string): KubeConfig {
  const view = Object.create(kubeConfig) as KubeConfig;
  view.setCurrentContext(context);
  return view;
}

function inCluster(root: string): boolean {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  return Boolean(host) && Boolean(port) && existsSync(`${root}${serviceAccountToken}`);
}

function loadText(kubeConfig: KubeConfig, text: string): void {
  try {
    kubeConfig.loadFromString(text);
  } catch (error) {
    throw unreadable('The text given to connect()', error);
  }
  addTokenFiles(kubeConfig, text, process.cwd());
}

function loadFiles(kubeConfig: KubeConfig, root: string): void {
  const files = kubeConfigFiles();
  const looked = process.env['KUBECONFIG'] ? `KUBECONFIG=${process.env['KUBECONFIG']}` : files.join(', ');
  try {
    kubeConfig.loadFromDefault();
  } catch (error) {
    throw unreadable(`The kubeconfig (${looked})`, error);
  }
  // With nothing found, client-node goes on to http://localhost:8080, under a context of this name.
  if (kubeConfig.getCurrentContext() === 'loaded-context') {
    throw new KubeConfigError(
      `No kubeconfig was found: KUBECONFIG is not set, there is no ${looked}, and this process runs in no pod of a ` +
        `cluster (no ${root}${serviceAccountToken}). Give connect() a kubeconfig, or set KUBECONFIG.`,
    );
  }
  for (const file of files.filter((name) => existsSync(name))) {
    addTokenFiles(kubeConfig, readFileSync(file, 'utf8'), dirname(file));
  }
}

function kubeConfigFiles(): string[] {
  const named = (process.env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [join(process.env['HOME'] ?? homedir(), '.kube', 'config')];
}

/** The parser's own message quotes the lines around the fault, and these hold keys and tokens: only its place is told. */
function unreadable(what: string, error: unknown): KubeConfigError {
  const { code, path, mark, message } = error as {
    code?: string;
    path?: string;
    mark?: { line: number; column: number };
    message: string;
  };
  if (code !== undefined)
    return new KubeConfigError(`${what} can not be read: ${path ?? ''} (${code}).`, { cause: error });
  if (mark !== undefined) {
    return new KubeConfigError(`${what} is not YAML at line ${mark.line + 1}, column ${mark.column + 1}.`);
  }
  const entry =
    /^(?:(?:clusters|users|contexts)\[\d+\][\w.]* is missing|Duplicate (?:cluster|user|context): .*)$/;
  return new KubeConfigError(entry.test(message) ? `${what}: ${message}.` : `${what} is no kubeconfig.`);
}
