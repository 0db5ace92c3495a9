import type { EnvVar } from '../job-spec/job-manifest.js';
import { isPythonLiteral } from './python-literal.js';

/** Where Prefect's own service is; releases with an API key go there unless PREFECT__CLOUD__API says otherwise. */
const SERVICE_HOST = 'api.prefect.io';

/** The variables whose values the container reads; of the others a changed value goes unnoticed. */
const READ = new Set([
  'PREFECT__CLOUD__GRAPHQL',
  'PREFECT__CLOUD__API_KEY',
  'PREFECT__CONTEXT__FLOW_RUN_ID',
  'PREFECT__CLOUD__API',
  'PREFECT__CLOUD__AUTH_TOKEN',
  'PREFECT__CLOUD__TENANT_ID',
]);

/** Warnings about values that would not arrive as they were given. None of them shows the value. */
export function changedValueWarnings(env: readonly EnvVar[]): string[] {
  return env
    .filter(({ name }) => READ.has(name))
    .flatMap(({ name, value = '' }) =>
      [...changes(name, value)].map(
        (change) => `The value of ${name} may not arrive as it was given: ${change}.`,
      ),
    );
}

function* changes(name: string, value: string): Generator<string> {
  // https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
  if (/\$\(|\$\$/.test(value)) {
    yield 'it holds "$(" or "$$", and Kubernetes replaces $(NAME) by the value of that variable and $$ by $';
  }
  if (/\$[\w{]/.test(value)) {
    yield 'it holds "$" before a name or "{", and Prefect replaces $NAME and ${NAME} when it reads its settings';
  }
  if (value.startsWith('~')) {
    yield 'it begins with "~", and Prefect puts a home directory there when it reads its settings';
  }
  if (isPythonLiteral(value) && !arrivesAsItIs(name, value)) {
    yield 'Prefect reads it as a Python value (a number, True, None, a quoted text, a list), not as a text';
  }
}

/** A whole number is written out again as it came, but a query holds a flow run id that became a number unquoted. */
function arrivesAsItIs(name: string, value: string): boolean {
  return name !== 'PREFECT__CONTEXT__FLOW_RUN_ID' && /^(0|-?[1-9]\d*)$/.test(value);
}

/** Warns when Prefect 0.15 would talk to its own service although `graphql` names another address. */
export function unreadGraphqlWarnings(graphql: string, has: (name: string) => boolean): string[] {
  if (!has('PREFECT__CLOUD__API_KEY') || has('PREFECT__CLOUD__API')) return [];
  if (URL.canParse(graphql) && new URL(graphql).hostname === SERVICE_HOST) return [];
  return [
    `With an API key Prefect 0.15 does not read PREFECT__CLOUD__GRAPHQL but PREFECT__CLOUD__API, and without that it ` +
      `talks to ${SERVICE_HOST}. Set cloud.api too; the same URL as cloud.graphql will do.`,
  ];
}
