import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface State {
  readonly type: string;
}

interface Versioned {
  readonly id: string;
  version: number;
  state: State;
}

/** What `prefectRegistration` gives. */
interface Registration {
  readonly flow: { readonly name: string };
  readonly tasks: readonly { readonly id: string; readonly slug: string; readonly name: string }[];
  readonly flowRunState: State;
  readonly taskRunState: State;
}

interface Input {
  readonly states?: readonly {
    readonly flow_run_id?: string;
    readonly task_run_id?: string;
    readonly version?: number | null;
    readonly state: State;
  }[];
  readonly logs?: readonly { readonly message?: string }[];
}

/**
 * As much of the GraphQL API of Prefect Cloud as a flow run of Prefect 0.15 asks for, on loopback. Versions are locked
 * as the real one does it; who has not the key gets 401, and what it does not know is an error that is kept.
 */
export class PrefectApi implements AsyncDisposable {
  readonly flowStates: string[] = [];
  /** `get_value Success` */
  readonly taskStates: string[] = [];
  readonly logs: string[] = [];
  readonly unknown: string[] = [];
  unauthorized = 0;
  readonly #registration: Registration;
  readonly #key: string;
  readonly #run: Versioned;
  readonly #tasks: readonly (Versioned & { readonly task: Registration['tasks'][number] })[];
  readonly #server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { status, answer } = this.#answer(request.headers.authorization, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });

  private constructor(registration: Registration, { flowRunId, key }: { flowRunId: string; key: string }) {
    this.#registration = registration;
    this.#key = key;
    this.#run = { id: flowRunId, version: 1, state: registration.flowRunState };
    const state = registration.taskRunState;
    this.#tasks = registration.tasks.map((task) => ({ id: `run-of-${task.id}`, version: 1, state, task }));
  }

  static async start(registration: string, run: { flowRunId: string; key: string }): Promise<PrefectApi> {
    const api = new PrefectApi(JSON.parse(registration) as Registration, run);
    await once(api.#server.listen(0, '127.0.0.1'), 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #answer(authorization: string | undefined, body: string): { status: number; answer: object } {
    if (authorization !== `Bearer ${this.#key}`) {
      this.unauthorized += 1;
      return { status: 401, answer: { errors: [{ message: 'Unauthenticated' }] } };
    }
    const { query, variables } = JSON.parse(body) as { query: string; variables?: unknown };
    const parsed = (typeof variables === 'string' ? JSON.parse(variables) : variables) as
      { input?: Input } | null | undefined;
    const operation = /\{\s*(\w+)/.exec(query)?.[1] ?? '';
    const resolve = this.#operations[operation];
    if (resolve === undefined) this.unknown.push(query);
    try {
      const data = { [operation]: resolve?.(query, parsed?.input ?? {}) };
      if (resolve === undefined) throw new Error(`There is no ${operation}.`);
      return { status: 200, answer: { data } };
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      return { status: 400, answer: { errors: [{ message }] } };
    }
  }

  readonly #operations: Record<string, (query: string, input: Input) => unknown> = {
    auth_info: () => ({ tenant_id: 'tenant-1' }),
    tenant: () => [{ id: 'tenant-1', slug: 'tests', name: 'tests' }],
    flow_run: (query) =>
      query.includes(`"${this.#run.id}"`)
        ? [{ id: this.#run.id, version: this.#run.version, flow: this.#registration.flow }]
        : [],
    flow_run_by_pk: (query) => (query.includes(`"${this.#run.id}"`) ? this.#flowRun() : null),
    get_or_create_task_run_info: (query) => {
      const id = /task_id:\s*"([^"]*)"/.exec(query)?.[1];
      const found = this.#tasks.find(({ task }) => task.id === id);
      if (found === undefined) throw new Error(`There is no task ${id ?? ''}.`);
      return taskRun(found);
    },
    set_flow_run_states: (_, { states = [] }) => ({
      states: states.map(({ version, state }) => {
        this.flowStates.push(state.type);
        return moved(this.#run, version, state);
      }),
    }),
    set_task_run_states: (_, { states = [] }) => ({
      states: states.map(({ task_run_id, version, state }) => {
        const run = this.#tasks.find(({ id }) => id === task_run_id);
        if (run === undefined) throw new Error('There is no such task run.');
        this.taskStates.push(`${run.task.name} ${state.type}`);
        return moved(run, version, state);
      }),
    }),
    update_flow_run_heartbeat: () => ({ success: true }),
    update_task_run_heartbeat: () => ({ success: true }),
    write_run_logs: (_, { logs = [] }) => {
      this.logs.push(...logs.map(({ message = '' }) => message));
      return { success: true };
    },
  };

  #flowRun(): object {
    const { id, version, state } = this.#run;
    return {
      id,
      name: 'the-run',
      flow_id: 'flow-1',
      parameters: {},
      context: {},
      version,
      scheduled_start_time: '2026-01-01T00:00:00+00:00',
      serialized_state: state,
      state: state.type,
      task_runs: this.#tasks.map(taskRun),
      flow: {
        settings: { heartbeat_enabled: true },
        project: { id: 'project-1', name: 'tests' },
        name: this.#registration.flow.name,
      },
    };
  }
}

function taskRun({
  id,
  version,
  state,
  task,
}: Versioned & { readonly task: { readonly id: string; readonly slug: string } }): object {
  return { id, version, serialized_state: state, task: { id: task.id, slug: task.slug } };
}

function moved(run: Versioned, version: number | null | undefined, state: State): object {
  if (typeof version === 'number' && version !== run.version) {
    throw new Error(`State update failed: version ${version} is not ${run.version}.`);
  }
  run.version += 1;
  run.state = state;
  return { id: run.id, status: 'SUCCESS', message: null };
}
