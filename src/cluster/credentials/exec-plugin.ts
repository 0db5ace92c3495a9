import type { Cluster } from '@kubernetes/client-node';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CredentialsError } from '../errors.js';
import { hideOpaque } from '../failures/hide-opaque.js';

/** `users[].user.exec` of a kubeconfig. */
export interface ExecConfig {
  readonly command?: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly apiVersion?: string;
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
  readonly installHint?: string;
}

/** `status` of the `ExecCredential` that a plug-in prints. */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  readonly expirationTimestamp?: string;
}

const maxOutputBytes = 1 << 20;

/**
 * A credential plug-in
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). Its credential
 * is kept until it expires, or without end when it names no time: then an answer 401 asks for a new one. It gets no
 * terminal, and is killed when it takes longer than the given time.
 */
export class ExecPlugin {
  readonly #config: ExecConfig;
  readonly #cluster: Cluster;
  readonly #timeout: number;
  #kept: ExecCredential | undefined;

  constructor(config: ExecConfig, cluster: Cluster, timeout: number) {
    this.#config = config;
    this.#cluster = cluster;
    this.#timeout = timeout;
  }

  /** @throws CredentialsError */
  async credential(signal: AbortSignal): Promise<ExecCredential> {
    if (this.#kept === undefined || expired(this.#kept)) this.#kept = this.#read(await this.#run(signal));
    return this.#kept;
  }

  forget(): void {
    this.#kept = undefined;
  }

  async #run(signal: AbortSignal): Promise<string> {
    const { command, args, env, interactiveMode } = this.#config;
    if (!command) throw new CredentialsError('The kubeconfig names an exec plug-in without a command.');
    if (interactiveMode === 'Always') {
      throw this.#error('wants a terminal (interactiveMode: Always), and a library has none to give');
    }
    const variables = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
    try {
      const running = promisify(execFile)(command, [...(args ?? [])], {
        env: { ...process.env, ...variables, KUBERNETES_EXEC_INFO: JSON.stringify(this.#info()) },
        timeout: this.#timeout,
        killSignal: 'SIGKILL',
        maxBuffer: maxOutputBytes,
        windowsHide: true,
        signal,
      });
      // A plug-in that asks something gets an end of file instead of waiting for ever.
      running.child.stdin?.on('error', () => undefined).end();
      return (await running).stdout;
    } catch (error) {
      // Not kept as the cause: it holds the arguments and the output.
      throw this.#failure(error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string });
    }
  }

  #info(): object {
    const { apiVersion, provideClusterInfo } = this.#config;
    const { server, caData, skipTLSVerify, tlsServerName, proxyUrl } = this.#cluster;
    const cluster = {
      server,
      'certificate-authority-data': caData,
      'insecure-skip-tls-verify': skipTLSVerify,
      'tls-server-name': tlsServerName,
      'proxy-url': proxyUrl,
    };
    return {
      apiVersion: apiVersion ?? 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false, ...(provideClusterInfo === true ? { cluster } : {}) },
    };
  }

  #read(output: string): ExecCredential {
    let parsed: { status?: ExecCredential } | null;
    try {
      parsed = JSON.parse(output) as { status?: ExecCredential } | null;
    } catch {
      throw this.#error('printed no JSON, but should print an ExecCredential');
    }
    const status = parsed?.status;
    const certificate = Boolean(status?.clientCertificateData) && Boolean(status?.clientKeyData);
    if (status && (Boolean(status.token) || certificate)) return status;
    throw this.#error(
      'printed an ExecCredential that holds neither a token nor a client certificate with its key',
    );
  }

  #failure(error: NodeJS.ErrnoException & { killed?: boolean; stderr?: string }): CredentialsError {
    const code: unknown = error.code;
    if (code === 'ENOENT') {
      const hint = this.#config.installHint?.trim() ?? '';
      return this.#error(
        `was not found. Install it, or give its full path in the kubeconfig.${hint && ` ${hint}`}`,
        '',
      );
    }
    if (code === 'ABORT_ERR') return this.#error('was ended, as the connection was closed');
    if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return this.#error('printed more than 1 MiB');
    if (error.killed === true)
      return this.#error(`gave no answer within ${this.#timeout / 1000} s and was killed`);
    const said = hideOpaque((error.stderr ?? '').trim()).slice(-500);
    const end =
      typeof code === 'number'
        ? `ended with exit code ${code}`
        : `failed (${typeof code === 'string' ? code : 'killed'})`;
    return this.#error(said === '' ? end : `${end} and said: ${said}`);
  }

  #error(what: string, end = '.'): CredentialsError {
    return new CredentialsError(
      `The exec plug-in "${this.#config.command ?? ''}" of the kubeconfig ${what}${end}`,
    );
  }
}

function expired({ expirationTimestamp }: ExecCredential): boolean {
  return expirationTimestamp !== undefined && !(Date.parse(expirationTimestamp) > Date.now());
}
