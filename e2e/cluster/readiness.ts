import { httpGet } from './http-get.js';
import type { ClientIdentity } from './http-get.js';
import { nodeName } from './node/node.js';

interface NodeObject {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The questions that tell whether a part of the cluster is ready. */
export class Readiness {
  readonly #server: string;
  readonly #identity: ClientIdentity;

  constructor(server: string, identity: ClientIdentity) {
    this.#server = server;
    this.#identity = identity;
  }

  /** Whether `url` answers 200: as the admin. */
  async answers(url: string): Promise<boolean> {
    const { status } = await httpGet(url, this.#identity);
    return status === 200;
  }

  apiServer(): Promise<boolean> {
    return this.answers(`${this.#server}/readyz`);
  }

  /** Without it no pod can be made in the namespace `default`. */
  defaultServiceAccount(): Promise<boolean> {
    return this.answers(`${this.#server}/api/v1/namespaces/default/serviceaccounts/default`);
  }

  /** Whether pods can be scheduled: a new node is tainted for a moment even after it is Ready. */
  async node(): Promise<boolean> {
    const { body, status } = await httpGet(`${this.#server}/api/v1/nodes/${nodeName}`, this.#identity);
    if (status !== 200) return false;
    const node = JSON.parse(body) as NodeObject;
    const ready = node.status.conditions?.find(({ type }) => type === 'Ready');
    return ready?.status === 'True' && (node.spec.taints ?? []).length === 0;
  }
}
