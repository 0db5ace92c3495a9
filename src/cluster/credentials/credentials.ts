import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { isKubernetesJobEnvironmentError } from '../../errors.js';
import { CredentialsError } from '../errors.js';
import { ExecPlugin, type ExecConfig } from './exec-plugin.js';
import { hideOpaque } from '../failures/hide-opaque.js';

export type TlsMaterial = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'
>;

/** What a request needs to be let in. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
}

type PlainUser = Omit<User, 'exec' | 'authProvider'> & {
  readonly exec?: unknown;
  readonly authProvider?: unknown;
};

/** `users[].user.auth-provider`, as client-node keeps it. */
interface AuthProvider {
  readonly name?: string;
  readonly config?: { readonly exec?: ExecConfig; readonly tokenFile?: string };
}

/** Of a user or cluster of client-node: values that stand in the kubeconfig itself. With any other one may change. */
const fixed = {
  user: new Set(['name', 'token', 'username', 'password', 'certData', 'keyData', 'impersonateUser']),
  cluster: new Set(['name', 'server', 'caData', 'skipTLSVerify', 'tlsServerName']),
};

/**
 * The credentials of a kubeconfig's user, asked anew for each request unless all stand in the kubeconfig itself: a token
 * file is read again, certificate files too. Requests that ask at the same time share one answer, so that a plug-in runs
 * once.
 */
export class CredentialSource {
  readonly #kubeConfig: KubeConfig;
  readonly #cluster: Cluster;
  readonly #user: User;
  readonly #plugin: ExecPlugin | undefined;
  readonly #closing: AbortSignal;
  readonly #areFixed: boolean;
  #asked: Promise<Credentials> | undefined;
  #last: Credentials | undefined;

  constructor(
    kubeConfig: KubeConfig,
    { cluster, user }: { readonly cluster: Cluster; readonly user: User },
    { timeout, closing }: { readonly timeout: number; readonly closing: AbortSignal },
  ) {
    this.#kubeConfig = kubeConfig;
    // TLS and proxy are this library's own: client-node makes an agent of them for each call, and refuses http.
    const { proxyUrl: _, ...rest } = cluster;
    this.#cluster = { ...rest, server: 'https://kubernetes.invalid' };
    this.#user = user;
    this.#closing = closing;
    const exec = (user.exec ?? authProvider(user)?.config?.exec) as ExecConfig | null | undefined;
    this.#areFixed = hasOnly(fixed.user, user) && hasOnly(fixed.cluster, rest);
    if (exec) this.#plugin = new ExecPlugin(exec, cluster, timeout);
  }

  /** Those that were given once and stay; `undefined` when they have to be asked for. */
  get known(): Credentials | undefined {
    return this.#areFixed ? this.#last : undefined;
  }

  /** @throws CredentialsError */
  get(): Promise<Credentials> {
    this.#asked ??= this.#ask().finally(() => (this.#asked = undefined));
    return this.#asked;
  }

  /** Credentials other than the refused ones; the same object when there are no others. */
  async renew(refused: Credentials): Promise<Credentials> {
    // Many requests may be refused at once: the first one renews, the others find it done.
    if (this.#last === refused) this.#plugin?.forget();
    return this.get();
  }

  async #ask(): Promise<Credentials> {
    const user = await this.#resolvedUser();
    const view = Object.create(this.#kubeConfig) as KubeConfig;
    view.getCurrentCluster = () => this.#cluster;
    view.getCurrentUser = () => user;
    const options: RequestOptions = {};
    try {
      await view.applyToHTTPSOptions(options);
    } catch (error) {
      throw this.#failure(error);
    }
    const credentials = { headers: headersOf(options), tls: tlsOf(options) };
    if (!isDeepStrictEqual(credentials, this.#last)) this.#last = credentials;
    return this.#last ?? credentials;
  }

  /** The user with its token or certificate in it, where a plug-in or a file gives them. */
  async #resolvedUser(): Promise<User> {
    const { exec: _exec, authProvider: _provider, token: _token, ...rest } = this.#user as PlainUser;
    if (this.#plugin !== undefined) {
      const { token, clientCertificateData, clientKeyData } = await this.#plugin.credential(this.#closing);
      const { certFile: _cert, keyFile: _key, ...withoutFiles } = rest;
      return {
        ...(clientCertificateData && clientKeyData
          ? { ...withoutFiles, certData: base64(clientCertificateData), keyData: base64(clientKeyData) }
          : rest),
        ...(token ? { token } : {}),
      };
    }
    const file = authProvider(this.#user)?.config?.tokenFile;
    return file ? { ...rest, token: await this.#readToken(file) } : this.#user;
  }

  async #readToken(file: string): Promise<string> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      throw this.#failure(error);
    }
    if (text.trim() !== '') return text.trim();
    throw new CredentialsError(`The token file ${file} of the user "${this.#user.name}" is empty.`);
  }

  #failure(error: unknown): unknown {
    if (isKubernetesJobEnvironmentError(error)) return error;
    const { code, path, message } = error as NodeJS.ErrnoException;
    const owner = `the user "${this.#user.name}"`;
    if (path !== undefined) {
      return new CredentialsError(
        `The file ${path}, which the kubeconfig names for ${owner} or its cluster, can not be read (${code ?? message}).`,
        { cause: error },
      );
    }
    const provider = authProvider(this.#user)?.name ?? 'client-node';
    return new CredentialsError(
      `The credentials of ${owner} could not be got from "${provider}": ${hideOpaque(message)}.`,
    );
  }
}

function hasOnly(names: ReadonlySet<string>, values: object): boolean {
  return Object.entries(values).every(([name, value]) => names.has(name) || value === undefined);
}

function authProvider(user: User): AuthProvider | null | undefined {
  return user.authProvider as AuthProvider | null | undefined;
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

function headersOf({ headers = {}, auth }: RequestOptions): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers as Record<string, string | number | undefined>)) {
    if (value !== undefined) found[name.toLowerCase()] = String(value).trim();
  }
  if (auth) found['authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`;
  return found;
}

function tlsOf({ ca, cert, key, rejectUnauthorized, servername }: RequestOptions): TlsMaterial {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    ...(servername === undefined ? {} : { servername }),
  };
}
