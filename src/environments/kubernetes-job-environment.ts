import { v4 as uuid } from 'uuid';
import { connect } from '../cluster/connect.js';
import { checkJobApi, type FieldValidation, type JobApi } from '../cluster/job-api.js';
import { type JobHandle, rememberSpec } from '../cluster/job-handle.js';
import { dryRunJob } from '../cluster/submit/dry-run.js';
import { submitJob } from '../cluster/submit/submit-job.js';
import { InvalidArgumentError } from '../errors.js';
import type { Flow, FlowRun } from '../flow.js';
import { appendEnv } from '../job/append-env.js';
import { buildJob } from '../job/build-job.js';
import { findFlowContainer } from '../job/flow-container.js';
import type { JobTransform } from '../job/job-transform.js';
import { requestedNamespace } from '../job/namespace.js';
import { jobSpecFromObject } from '../job-spec/job-spec-from-object.js';
import type { JobManifest } from '../job-spec/job-manifest.js';
import type { JobSpec } from '../job-spec/job-spec.js';
import { readJobSpecFile } from '../job-spec/read-job-spec-file.js';
import { readJobSpec } from '../job-spec/read-job-spec.js';
import type { V1Job } from '../schema/job-types.js';
import type { Finding } from '../job-spec/validation/finding.js';
import { type Logger, silentLogger } from '../logger.js';
import { jobAttributes, spanned, type Telemetry, type TelemetrySpan } from '../telemetry.js';
import { prefectRuntime } from '../runtime/prefect.js';
import type { Runtime } from '../runtime/runtime.js';
import { checkSpec, type Validation } from './check-spec.js';
import { Environment, type EnvironmentOptions } from './environment.js';
import { explainRefusal, explainWarning } from './explain-refusal.js';
import { traceVariables } from './trace-variables.js';
import { resolveImage } from './resolve-image.js';
import { validateSent } from './validate-sent.js';

export interface KubernetesJobEnvironmentOptions extends EnvironmentOptions {
  /** Path or file URL of the Job YAML. Read once, now; a relative path counts from the working directory. */
  readonly jobSpecFile?: string | URL | undefined;
  /**
   * The Job itself, in place of a file: as YAML text or as an object. The type knows the fields of Kubernetes 1.37; an
   * object with others is taken `as object`.
   */
  readonly jobSpec?: string | V1Job | undefined;
  /** The client that Jobs are created with. @default connect() at the first `execute` */
  readonly api?: JobApi | undefined;
  /** Name of the container that runs the flow. @default the first of the list */
  readonly flowContainer?: string | undefined;
  /** Whether the name of the YAML gets a suffix of the run, so that several runs can exist at once. @default false */
  readonly uniqueJobName?: boolean | undefined;
  /** What starts the flow in its container. @default prefectRuntime() */
  readonly runtime?: Runtime | undefined;
  /** Steps of your own. They see the filled-in container; name and the two labels are set after them. @default [] */
  readonly transforms?: readonly JobTransform[] | undefined;
  /** What the API server does about fields it does not know: refuse, warn, or drop them. @default 'Strict' */
  readonly fieldValidation?: FieldValidation | undefined;
  /**
   * What errors that are found in the Job spec do: `'error'` throws, `'warn'` makes warnings of them (for a field that
   * a newer Kubernetes knows, or what a transform puts right), `'off'` does not look. @default 'error'
   */
  readonly validation?: Validation | undefined;
  /** Told of warnings, retries and adoptions; never of an env value or key. @default silent */
  readonly logger?: Logger | undefined;
  /** Told of each execution, as a span, and of what is submitted, as measurements. @default nothing */
  readonly telemetry?: Telemetry | undefined;
  /**
   * Whether the flow container is told which span it belongs to, in variables as OpenTelemetry has them: `TRACEPARENT`
   * and, where there is one, `TRACESTATE`. Needs `telemetry`.
   * Source: https://opentelemetry.io/docs/specs/otel/context/env-carriers/
   * @default false
   */
  readonly traceContext?: boolean | undefined;
  /** Makes the `identifier` of each execution. @default a random uuid */
  readonly generateId?: (() => string) | undefined;
}

/**
 * Runs a flow as a completely custom Kubernetes Job: keeps the Job you wrote, fills in only what a run needs (labels,
 * image, command and env of the flow container) and submits it exactly once.
 *
 * @example
 * ```ts
 * const environment = new KubernetesJobEnvironment({ jobSpecFile: 'job_spec.yaml' });
 * const flow = new Flow({ name: 'my flow', environment, storage });
 * const job = await environment.execute(flow, { id: flowRunId });
 * ```
 */
export class KubernetesJobEnvironment extends Environment {
  // Private, so that no inspection or serialisation of an environment shows the spec.
  readonly #spec: JobSpec;
  readonly #options: KubernetesJobEnvironmentOptions;
  readonly #findings: readonly Finding[];
  readonly #logger: Logger;
  readonly #runtime: Runtime;
  #api: JobApi | undefined;

  /**
   * @throws InvalidArgumentError unless exactly one of `jobSpecFile` and `jobSpec` is given.
   * @throws JobSpecUnreadableError, JobSpecSyntaxError, JobSpecDocumentError or JobSpecShapeError when the spec is no
   * Job that can be filled in; with file, line and column.
   * @throws JobSpecInvalidError with all findings when the API server would refuse the Job; see `validation`.
   */
  constructor(options: KubernetesJobEnvironmentOptions = {}) {
    super(options);
    checkOptions(options);
    this.#spec = readSpec(options);
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#runtime = options.runtime ?? prefectRuntime();
    this.#api = options.api;
    findFlowContainer(this.#spec.json, options.flowContainer);
    this.#findings = checkSpec(this.#spec, options, this.#logger);
  }

  /** The stored spec: the Job as frozen JSON, and where each part of it stands in the file. */
  get jobSpec(): JobSpec {
    return this.#spec;
  }

  /** What was found in the spec and is no reason to refuse it: warnings, and with `validation: 'warn'` errors too. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /**
   * The Job that {@link execute} would submit, with no I/O. Each call has an `identifier` of its own. A namespace that
   * neither run nor YAML name is known only to the client: it shows as `default` here.
   *
   * @throws NamespaceConflictError, ImageUnknownError, ApiKeyMissingError, TransformError
   */
  buildJob(flow: Flow, run: FlowRun): JobManifest {
    const { flowContainer, uniqueJobName, transforms, generateId = uuid } = this.#options;
    if (typeof run?.id !== 'string' || run.id === '') {
      throw new InvalidArgumentError('id', 'A flow run needs an id, a text that is not empty.');
    }
    const image = resolveImage(flow.name, this.metadata['image'], flow.storage);
    const start = this.#runtime.start({
      flow,
      run,
      image,
      namespace: requestedNamespace(this.#spec, run.namespace) ?? 'default',
      flowPath: flow.storage.flowPath(flow),
      containerEnv: findFlowContainer(this.#spec.json, flowContainer)?.env ?? [],
    });
    for (const warning of start.warnings ?? []) this.#logger.warn(warning);
    return buildJob(this.#spec, {
      flowRunId: run.id,
      identifier: generateId(),
      flowSlug: flow.slug,
      image,
      command: start.command,
      args: start.args,
      env: start.env,
      flowContainer,
      uniqueJobName,
      transforms,
    });
  }

  /**
   * Submits one run of the flow, exactly once: an earlier attempt that got through is adopted (`created: false`).
   *
   * @throws what {@link buildJob} throws, and JobConflictError, JobTooLargeError, ApiResponseError, SubmitFailedError,
   * SubmitAbortedError, KubeConfigError, CredentialsError. The `findings` of an ApiResponseError say where in the YAML
   * the fields stand that the server refused.
   */
  async execute(flow: Flow, run: FlowRun, options: { signal?: AbortSignal } = {}): Promise<JobHandle> {
    const attributes = { 'flow.name': flow.name, 'flow_run.id': run.id };
    return spanned(this.#options.telemetry, { name: 'execute', attributes }, async (span) => {
      const handle = await this.#submit(flow, run, span, options.signal);
      span?.set({ ...jobAttributes(handle), created: handle.created });
      return handle;
    });
  }

  async #submit(
    flow: Flow,
    run: FlowRun,
    span: TelemetrySpan | undefined,
    signal: AbortSignal | undefined,
  ): Promise<JobHandle> {
    const { flowContainer, traceContext = false, telemetry } = this.#options;
    const { api, namespace, job: built } = await this.#prepare(flow, run);
    const job = traceContext ? appendEnv(traceVariables(span), flowContainer)(built) : built;
    const sent = { spec: this.#spec, job };
    try {
      const handle = await submitJob(api, job, {
        namespace,
        flowRunId: run.id,
        fieldValidation: this.#options.fieldValidation,
        logger: this.#logger,
        telemetry,
        onWarning: (text) => this.#logger.warn(explainWarning(text, sent)),
        signal,
      });
      return rememberSpec(
        { ...handle, ...(flowContainer === undefined ? {} : { flowContainer }) },
        this.#spec,
      );
    } catch (error) {
      throw explainRefusal(error, sent);
    }
  }

  /**
   * What there is to say of the Job that {@link execute} would submit, after the transforms. With `server`, the API
   * server is asked too, with its policies and webhooks; it creates nothing. Neither throws for what it finds.
   *
   * @throws what {@link buildJob} throws; with `server` ApiResponseError and ApiConnectionError when there is no verdict.
   */
  async validate(
    flow: Flow,
    run: FlowRun,
    { server = false, signal }: { server?: boolean; signal?: AbortSignal } = {},
  ): Promise<Finding[]> {
    const spec = this.#spec;
    if (!server) return validateSent({ spec, job: this.buildJob(flow, run) }, this.#options);
    const { api, namespace, job } = await this.#prepare(flow, run);
    const { fieldValidation } = this.#options;
    const verdict = await dryRunJob(api, job, { namespace, fieldValidation, signal });
    return validateSent({ spec, job }, this.#options, verdict);
  }

  async #prepare(flow: Flow, run: FlowRun): Promise<{ api: JobApi; namespace: string; job: JobManifest }> {
    const api = (this.#api ??= connect());
    const namespace =
      requestedNamespace(this.#spec, run.namespace) ?? (await api.contextNamespace?.()) ?? 'default';
    return { api, namespace, job: this.buildJob(flow, { ...run, namespace }) };
  }
}

/** What would fail later, and then say less. */
function checkOptions({ api, transforms = [], jobSpecFile }: KubernetesJobEnvironmentOptions): void {
  if (api !== undefined) checkJobApi(api);
  if (!Array.isArray(transforms) || transforms.some((transform) => typeof transform !== 'function')) {
    throw new InvalidArgumentError(
      'transforms',
      'The option transforms must be a list of functions from Job to Job.',
    );
  }
  if (jobSpecFile === '') throw new InvalidArgumentError('jobSpecFile', 'The option jobSpecFile is empty.');
}

function readSpec({ jobSpecFile, jobSpec }: KubernetesJobEnvironmentOptions): JobSpec {
  if (jobSpecFile !== undefined && jobSpec === undefined) return readJobSpecFile(jobSpecFile);
  if (typeof jobSpec === 'string' && jobSpecFile === undefined) return readJobSpec(jobSpec);
  if (typeof jobSpec === 'object' && jobSpecFile === undefined) return jobSpecFromObject(jobSpec);
  throw new InvalidArgumentError(
    'jobSpecFile',
    'KubernetesJobEnvironment needs exactly one of jobSpecFile (a path) and jobSpec (YAML text or an object).',
  );
}
