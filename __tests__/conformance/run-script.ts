import { setTimeout as sleep } from 'node:timers/promises';
import type { Script, Step } from './corpus/script.js';
import { exchange } from './exchange.js';
import type { RawAnswer, Target } from './exchange.js';
import { Normaliser } from './normalise.js';
import { namespace } from './corpus/objects.js';

/** What a client sees of an answer. */
export interface Answer {
  readonly what: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; for a watch the list of its events; text. */
  readonly body?: unknown;
}

/** Runs a script in its namespace, which must not be there yet, and gives the normalised answers. */
export async function runScript(target: Target, script: Script): Promise<Answer[]> {
  const known = new Map<string, any>();
  const normaliser = new Normaliser();
  const answers: Answer[] = [];

  const run = async (step: Step): Promise<void> => {
    if (step.after === 'compaction') await target.compact?.();
    await untilSo(target, script, step);
    const seconds = Number(/timeoutSeconds=(\d+)/.exec(step.path)?.[1]);
    const isWatch = /[?&]watch=(true|1)\b/.test(step.path);
    const inner = async (): Promise<void> => {
      for (const one of step.during ?? []) await run(one);
      if (seconds > 0) await target.passTime?.(seconds);
    };
    const at = answers.push(undefined as never) - 1;
    const raw = await exchange(target, rawRequest(target, script, step, known), isWatch ? inner : undefined);
    const body = bodyOf(raw, isWatch);
    if (step.as !== undefined) known.set(step.as, body);
    answers[at] = normaliser.answer(step.what, raw, body);
  };
  for (const step of script.steps) await run(step);
  return answers;
}

async function untilSo(target: Target, script: Script, { what, once }: Step): Promise<void> {
  if (once === undefined) return;
  const headers = { authorization: `Bearer ${target.token}` };
  const path = fullPath(once.path, script.name);
  let body = '';
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
    body = (await exchange(target, { method: 'GET', path, headers })).body.toString('utf8');
    if (once.is(JSON.parse(body))) return;
  }
  throw new Error(`${script.name}: ${what}: ${path} is not so: ${body}`);
}

/** Makes the namespaces of scripts, and waits until Pods can be made in them. */
export async function prepareNamespaces(target: Target, scripts: readonly Script[]): Promise<void> {
  const call = (method: string, path: string, body?: object): Promise<RawAnswer> =>
    exchange(target, {
      method,
      path,
      headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  for (const { name } of scripts) {
    const { status } = await call('POST', '/api/v1/namespaces', namespace(name));
    if (status !== 201) throw new Error(`Namespace ${name} could not be made: ${status}.`);
  }
}

function rawRequest(target: Target, script: Script, step: Step, known: Map<string, any>) {
  const filled = (text: string): string =>
    text
      .replaceAll('{{namespace}}', script.name)
      .replace(/\{\{(\w+)\.(\w+)\}\}/g, (_, name: string, field: string) => {
        const value = known.get(name)?.metadata?.[field];
        if (typeof value !== 'string') throw new Error(`${script.name}: ${step.what}: no ${name}.${field}`);
        return value;
      });
  const authorization = {
    admin: { authorization: `Bearer ${target.token}` },
    unknown: { authorization: 'Bearer nobody-knows-this' },
    nobody: {},
  }[step.user ?? 'admin'];
  const { body } = step;
  const sent = Buffer.isBuffer(body) || body === undefined ? body : textOf(body, filled);
  return {
    method: step.method,
    path: fullPath(filled(step.path), script.name),
    headers: {
      ...(authorization as Record<string, string>),
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      ...step.headers,
    },
    ...(sent !== undefined && { body: sent }),
  };
}

const textOf = (body: unknown, filled: (text: string) => string): string =>
  filled(typeof body === 'string' ? body : JSON.stringify(body));

function fullPath(path: string, namespace: string): string {
  if (path.startsWith('/')) return path;
  const prefix = path.startsWith('jobs') ? '/apis/batch/v1' : '/api/v1';
  return `${prefix}/namespaces/${namespace}/${path}`;
}

function bodyOf({ headers, status, body }: RawAnswer, isWatch: boolean): unknown {
  const text = body.toString('utf8');
  if (text === '' && !(isWatch && status === 200)) return undefined;
  if (!headers['content-type']?.startsWith('application/json')) return text;
  if (!isWatch || status !== 200) return JSON.parse(text);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
