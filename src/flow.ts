import type { Environment } from './environments/environment.js';
import { InvalidArgumentError } from './errors.js';
import { slugify } from './slug.js';
import type { Storage } from './storage/storage.js';

/** What makes a run Cloud-based: where the API is, and the key to it. */
export interface CloudOptions {
  /** URL of the GraphQL API: `PREFECT__CLOUD__GRAPHQL`. Prefect 0.15 with an API key reads `api` instead. */
  readonly graphql: string;
  /**
   * The API key: in clear text, or a reference to a Secret in the Job's namespace, so that it never stands in the
   * manifest. Left out, the `PREFECT__CLOUD__API_KEY` that the YAML brings stays.
   */
  readonly apiKey?: string | { readonly secretName: string; readonly key: string };
  /** `PREFECT__CLOUD__API`: where Prefect 0.15 looks for the API when it has an API key. */
  readonly api?: string;
  /** `PREFECT__CLOUD__AUTH_TOKEN`: what Prefect 0.12 to 0.14 read in place of the API key. */
  readonly authToken?: string;
  /** `PREFECT__CLOUD__TENANT_ID`: needed when the key can see several tenants. */
  readonly tenantId?: string;
}

/** One run of a flow. */
export interface FlowRun {
  /** Unique id of this run; what makes submitting it twice create one Job. */
  readonly id: string;
  /** Where the Job goes. Left out: the YAML's namespace, else the client's own, else `default`. */
  readonly namespace?: string;
  /** Present for Cloud-based runs. */
  readonly cloud?: CloudOptions;
}

/** What a flow's `run` function is told, in the container. */
export interface FlowRunContext {
  readonly flowName: string;
  readonly flowRunId: string;
  readonly namespace: string;
  readonly image: string;
}

/** A unit of work: its name, where and how it runs, where its code is stored. */
export class Flow<E extends Environment = Environment> {
  readonly name: string;
  readonly environment: E;
  readonly storage: Storage;
  /** The work itself, for flows that run by `nodeRuntime`: called in the container by `loadAndRunFlow`. */
  declare readonly run?: (context: FlowRunContext) => unknown;

  /** @throws InvalidArgumentError when the name is empty. */
  constructor(options: {
    name: string;
    environment: E;
    storage: Storage;
    run?: (context: FlowRunContext) => unknown;
  }) {
    if (typeof options.name !== 'string' || options.name.trim() === '') {
      throw new InvalidArgumentError('name', 'A flow needs a name that is not empty.');
    }
    this.name = options.name;
    this.environment = options.environment;
    this.storage = options.storage;
    if (options.run !== undefined) this.run = options.run;
  }

  /** The name as lower-case words joined by `-`; empty when the name holds no letter or digit of the Latin script. */
  get slug(): string {
    return slugify(this.name);
  }
}
