import { InvalidArgumentError } from '../errors.js';
import type { CloudOptions } from '../flow.js';
import { ApiKeyMissingError } from '../job/errors.js';
import type { EnvVar } from '../job-spec/job-manifest.js';
import { changedValueWarnings, unreadGraphqlWarnings } from './prefect-warnings.js';
import { pythonList } from './python-literal.js';
import type { FlowStart, Runtime, RuntimeContext } from './runtime.js';

const COMMAND = ['/bin/sh', '-c'];
const ARGS = ["python -c 'import prefect; prefect.environments.execution.load_and_run_flow()'"];

/**
 * Starts a Prefect flow (Prefect 0.12.1 to 0.15, which have `load_and_run_flow`). Runs with `cloud` get the variables
 * that Prefect needs in its container; runs without get only the command.
 *
 * Prefect 0.15 reads the API key and `cloud.api`; 0.12 to 0.14 read `cloud.authToken` and `cloud.graphql`. So a run
 * needs `apiKey`, or `authToken`, or one of their variables in the env of the YAML's flow container.
 *
 * A Prefect flow run that ends Failed leaves its container with exit code 0, so its Job completes.
 */
export function prefectRuntime(options?: {
  /** Python loggers whose lines are sent along with the flow's: `PREFECT__LOGGING__EXTRA_LOGGERS`. @default [] */
  readonly extraLoggers?: readonly string[];
}): Runtime {
  const extraLoggers = pythonList(options?.extraLoggers ?? []);
  return { start: (context) => start(context, extraLoggers) };
}

/**
 * @throws ApiKeyMissingError when neither the run nor the YAML has a key.
 * @throws InvalidArgumentError when a part of `cloud` is empty or no text.
 */
function start(context: RuntimeContext, extraLoggers: string): FlowStart {
  const { cloud } = context.run;
  const inYaml = new Set(context.containerEnv.filter(hasValue).map(({ name }) => name));
  if (cloud === undefined) {
    return { command: COMMAND, args: ARGS, env: [], warnings: withoutCloudWarnings(inYaml) };
  }
  const env: EnvVar[] = [
    { name: 'PREFECT__CLOUD__GRAPHQL', value: text('graphql', cloud.graphql) },
    ...apiKey(cloud, inYaml),
    { name: 'PREFECT__CONTEXT__FLOW_RUN_ID', value: context.run.id },
    { name: 'PREFECT__CONTEXT__NAMESPACE', value: context.namespace },
    { name: 'PREFECT__CONTEXT__IMAGE', value: context.image },
    { name: 'PREFECT__CONTEXT__FLOW_FILE_PATH', value: context.flowPath },
    { name: 'PREFECT__CLOUD__USE_LOCAL_SECRETS', value: 'false' },
    { name: 'PREFECT__ENGINE__FLOW_RUNNER__DEFAULT_CLASS', value: 'prefect.engine.cloud.CloudFlowRunner' },
    { name: 'PREFECT__CLOUD__SEND_FLOW_RUN_LOGS', value: 'true' },
    { name: 'PREFECT__LOGGING__EXTRA_LOGGERS', value: extraLoggers },
    ...given('PREFECT__CLOUD__API', 'api', cloud.api),
    ...given('PREFECT__CLOUD__AUTH_TOKEN', 'authToken', cloud.authToken),
    ...given('PREFECT__CLOUD__TENANT_ID', 'tenantId', cloud.tenantId),
  ];
  const names = new Set([...inYaml, ...env.map(({ name }) => name)]);
  const warnings = [
    ...changedValueWarnings(env),
    ...unreadGraphqlWarnings(cloud.graphql, (name) => names.has(name)),
  ];
  return { command: COMMAND, args: ARGS, env, warnings };
}

function apiKey({ apiKey, authToken }: CloudOptions, inYaml: ReadonlySet<string>): EnvVar[] {
  const name = 'PREFECT__CLOUD__API_KEY';
  if (typeof apiKey === 'object' && apiKey !== null) {
    const secretKeyRef = {
      name: text('apiKey.secretName', apiKey.secretName),
      key: text('apiKey.key', apiKey.key),
    };
    return [{ name, valueFrom: { secretKeyRef } }];
  }
  if (apiKey !== undefined) return [{ name, value: text('apiKey', apiKey) }];
  if (inYaml.has(name) || authToken !== undefined || inYaml.has('PREFECT__CLOUD__AUTH_TOKEN')) return [];
  throw new ApiKeyMissingError(
    `The run is Cloud-based but has no API key: give cloud.apiKey (a text, or { secretName, key } of a Secret), or put ` +
      `${name} into the env of the flow container in the YAML (envFrom is not looked at). Images with Prefect 0.12 to ` +
      `0.14 take cloud.authToken instead.`,
  );
}

function given(name: string, option: string, value: string | undefined): EnvVar[] {
  return value === undefined ? [] : [{ name, value: text(option, value) }];
}

function text(option: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidArgumentError(`cloud.${option}`, `cloud.${option} must be a text that is not empty.`);
}

/** An entry without a value is a place that waits for one. */
function hasValue({ value, valueFrom }: EnvVar): boolean {
  return (typeof value === 'string' && value !== '') || (valueFrom !== undefined && valueFrom !== null);
}

function withoutCloudWarnings(inYaml: ReadonlySet<string>): string[] {
  if (inYaml.has('PREFECT__CONTEXT__FLOW_RUN_ID')) return [];
  return [
    `The run has no cloud, and the flow container's env in the YAML has no PREFECT__CONTEXT__FLOW_RUN_ID: Prefect will ` +
      `end with "No flow run ID found in context.". Give the run cloud, or use another runtime.`,
  ];
}
