import { describe, expect, test } from '@jest/globals';
import { runFlowContainer, startFlowContainer } from '../support/flow-container.js';

/** A module with one flow; `run` and the callbacks of its environment are given as source text. */
function flowModule(
  run: string,
  { onStart = 'undefined', onExit = 'undefined', name = 'my flow' } = {},
): string {
  return `
    import { DockerStorage, Environment, Flow } from 'kubernetes-job-environment';
    class Here extends Environment {}
    export const flow = new Flow({
      name: ${JSON.stringify(name)},
      environment: new Here({ onStart: ${onStart}, onExit: ${onExit} }),
      storage: new DockerStorage({ imageName: 'flows', imageTag: '1' }),
      run: ${run},
    });`;
}

const says = (text: string): string => `() => console.log(${JSON.stringify(text)})`;
const timeout = 30_000;

describe('a flow that succeeds', () => {
  test(
    'runs between onStart and onExit, is told its run, and ends with 0',
    async () => {
      const { code, stdout, stderr } = await runFlowContainer({
        'flow.js': flowModule(`async (context) => { await null; console.log(JSON.stringify(context)); }`, {
          onStart: says('start'),
          onExit: says('exit'),
        }),
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [start, told = '', exit] = stdout.split('\n');
      expect([start, exit]).toEqual(['start', 'exit']);
      expect(JSON.parse(told)).toEqual({
        flowName: 'my flow',
        flowRunId: 'run-1',
        namespace: 'flows',
        image: 'example.com/flows:1',
      });
    },
    timeout,
  );

  test(
    'is not kept alive by a timer or a server it left open, and its output arrives whole',
    async () => {
      const { code, stdout } = await runFlowContainer({
        'flow.js': `import { createServer } from 'node:net';
          ${flowModule(`() => {
            setInterval(() => undefined, 1000);
            createServer().listen(0, '127.0.0.1');
            process.stdout.write('x'.repeat(1_000_000) + 'end');
          }`)}`,
      });
      expect(code).toBe(0);
      expect(stdout).toHaveLength(1_000_003);
      expect(stdout.endsWith('end')).toBe(true);
    },
    timeout,
  );

  test(
    'a name with $ and the like arrives as it is, and an absolute flowFile is taken as it is',
    async () => {
      const name = `costs $(KJE__CONTEXT__IMAGE) $$ "quoted" é`;
      const { code, stdout } = await runFlowContainer(
        { 'deep/er/flow.js': flowModule(`({ flowName }) => console.log(flowName)`, { name }) },
        { flowFile: '{directory}/deep/er/flow.js', flowName: name },
      );
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${name}\n` });
    },
    timeout,
  );

  test(
    'a CommonJS module with a flow made by another copy of the package does as well',
    async () => {
      const module = `
        const storage = {}, environment = { onExit: ${says('exit')} };
        module.exports = Object.assign({}, { flow: { name: 'my flow', environment, storage, run: ${says('run')} } });`;
      expect(await runFlowContainer({ 'flow.cjs': module }, { flowFile: 'flow.cjs' })).toMatchObject({
        code: 0,
        stdout: 'run\nexit\n',
      });
    },
    timeout,
  );
});

test(
  'variables and exit can be given; then the process goes on, and nothing listens to it any more',
  async () => {
    const { code, stdout } = await runFlowContainer({
      'inner.js': flowModule(`({ flowRunId }) => { console.log(flowRunId); throw new Error('boom') }`),
      'flow.js': `import { loadAndRunFlow } from 'kubernetes-job-environment/runtime';
        ${flowModule(`async () => {
          const events = ['SIGTERM', 'SIGINT', 'uncaughtException', 'unhandledRejection', 'beforeExit'];
          const listeners = () => events.map((event) => process.listenerCount(event)).join();
          const before = listeners();
          const env = { ...process.env, KJE__CONTEXT__FLOW_FILE_PATH: 'inner.js', KJE__CONTEXT__FLOW_RUN_ID: 'inner' };
          await loadAndRunFlow({ env, exit: (code) => console.log(code) });
          console.log(listeners() === before);
        }`)}`,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'inner\n1\ntrue\n' });
  },
  timeout,
);

describe('a flow that fails', () => {
  test.each([
    ['throws', `() => { throw new Error('boom') }`],
    ['rejects', `async () => { await null; throw new Error('boom') }`],
    ['leaves a rejection to nobody', `() => { Promise.reject(new Error('boom')) }`],
    [
      'leaves an exception to nobody',
      `() => new Promise(() => setImmediate(() => { throw new Error('boom') }))`,
    ],
  ])(
    'because it %s ends with 1 and its stack, after onExit',
    async (_, run) => {
      const { code, stdout, stderr } = await runFlowContainer({
        'flow.js': flowModule(run, { onExit: says('exit') }),
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: 'exit\n' });
      expect(stderr).toMatch(/^Flow "my flow" failed: boom\nError: boom\n\s+at .*flow\.js:/);
    },
    timeout,
  );

  test(
    'because it waits for what can never come ends with 1 and says so, after onExit',
    async () => {
      const { code, stdout, stderr } = await runFlowContainer({
        'flow.js': flowModule(`() => new Promise(() => undefined)`, {
          onExit: `async () => console.log('exit')`,
        }),
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: 'exit\n' });
      expect(stderr).toContain('nothing is left that could settle it');
    },
    timeout,
  );

  test(
    'shows causes, but no other field of an error',
    async () => {
      const { stderr } = await runFlowContainer({
        'flow.js': flowModule(`() => {
          throw Object.assign(new Error('outer', { cause: new Error('inner') }), { headers: 'token-canary' });
        }`),
      });
      expect(stderr).toContain('Error: outer');
      expect(stderr).toContain('Caused by: Error: inner');
      expect(stderr).not.toContain('canary');
    },
    timeout,
  );

  test.each([['undefined'], ['null'], [`'boom'`], ['Object.create(null)'], ['Symbol("boom")']])(
    'may throw %s',
    async (thrown) => {
      const { code, stderr } = await runFlowContainer({ 'flow.js': flowModule(`() => { throw ${thrown} }`) });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Flow "my flow" failed: /);
    },
    timeout,
  );

  test(
    'with an exit code of its own keeps it, for the pod failure policy of its Job',
    async () => {
      const { code } = await runFlowContainer({
        'flow.js': flowModule(`() => { process.exitCode = 42; throw new Error('boom') }`),
      });
      expect(code).toBe(42);
    },
    timeout,
  );
});

describe('an exception in a callback is reported and does not hide the result of the flow', () => {
  const bad = `async () => { throw new Error('bad callback') }`;

  const fails = `() => { console.log('run'); throw new Error('boom') }`;

  test.each([
    ['onStart', 'succeeds', says('run'), 0],
    ['onExit', 'succeeds', says('run'), 0],
    ['onStart', 'fails', fails, 1],
    ['onExit', 'fails', fails, 1],
  ])(
    '%s fails and the flow %s',
    async (callback, _, run, expected) => {
      const { code, stdout, stderr } = await runFlowContainer({
        'flow.js': flowModule(run, { [callback]: bad }),
      });
      expect({ code, stdout }).toEqual({ code: expected, stdout: 'run\n' });
      expect(stderr).toContain(`${callback} of the environment of flow "my flow" failed`);
      expect(stderr).toContain('Error: bad callback');
      expect(stderr.includes('Flow "my flow" failed: boom')).toBe(expected === 1);
    },
    timeout,
  );

  test(
    'onExit runs although onStart failed',
    async () => {
      const module = flowModule(says('run'), { onStart: bad, onExit: says('exit') });
      expect((await runFlowContainer({ 'flow.js': module })).stdout).toBe('run\nexit\n');
    },
    timeout,
  );

  test(
    'an onExit that waits for what can never come leaves the result as it is',
    async () => {
      const module = flowModule(says('run'), { onExit: `() => new Promise(() => undefined)` });
      const { code, stderr } = await runFlowContainer({ 'flow.js': module });
      expect(code).toBe(0);
      expect(stderr).toContain('nothing is left that could settle it');
    },
    timeout,
  );
});

describe('a flow that can not be loaded ends with 1 and a sentence that says what is wrong', () => {
  const environment = `{}`;
  const flow = (name: string, run = says(name)): string =>
    `({ name: '${name}', environment: ${environment}, storage: {}, run: ${run} })`;

  test.each<[string, Record<string, string>, string[]]>([
    ['no file', {}, ['There is no file', 'flow.js', 'KJE__CONTEXT__FLOW_FILE_PATH', 'flowFile']],
    ['a folder', { 'flow.js/x': '' }, ['There is no file']],
    [
      'a module that throws',
      { 'flow.js': `throw new Error('boom')` },
      ['could not be imported: boom', 'flow.js:1'],
    ],
    ['a syntax error', { 'flow.js': `export const = 1;` }, ['could not be imported', 'SyntaxError']],
    [
      'a missing package',
      { 'flow.js': `import 'no-such-package';` },
      ['could not be imported', 'no-such-package'],
    ],
    ['a module that never ends', { 'flow.js': `await new Promise(() => undefined)` }, ['nothing is left']],
    ['no flow', { 'flow.js': `export const flow = 1;` }, ['exports no Flow']],
    [
      'no run',
      { 'flow.js': `export const flow = ${flow('my flow', 'undefined')};` },
      ['has no run function'],
    ],
    [
      'several flows, none of the name',
      { 'flow.js': `export const a = ${flow('a')}; export const b = ${flow('b')};` },
      ['exports 2 flows ("a", "b")', 'none of them is called "my flow"'],
    ],
    [
      'several flows of the name',
      { 'flow.js': `export const a = ${flow('my flow')}; export const b = ${flow('my flow')};` },
      ['more than one of them is called "my flow"'],
    ],
  ])(
    '%s',
    async (_, files, sentences) => {
      const { code, stdout, stderr } = await runFlowContainer(files);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      for (const sentence of sentences) expect(stderr).toContain(sentence);
    },
    timeout,
  );

  test(
    'a variable that is not set is named, and the others are not',
    async () => {
      const { code, stderr } = await runFlowContainer(
        {},
        { env: { KJE__CONTEXT__FLOW_FILE_PATH: undefined, KJE__CONTEXT__IMAGE: '' } },
      );
      expect(code).toBe(1);
      expect(stderr).toContain('KJE__CONTEXT__FLOW_FILE_PATH, KJE__CONTEXT__IMAGE.');
      expect(stderr).not.toContain('FLOW_NAME');
    },
    timeout,
  );
});

describe('a signal', () => {
  const waits = `() => { setInterval(() => undefined, 1000); console.log('running'); return new Promise(() => undefined) }`;

  test.each<[NodeJS.Signals, number]>([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])(
    '%s ends the container with %i',
    async (signal, expected) => {
      const container = await startFlowContainer({ 'flow.js': flowModule(waits) });
      await container.firstOutput;
      container.process.kill(signal);
      expect(await container.end).toMatchObject({ code: expected, signal: null });
    },
    timeout,
  );

  test(
    'that the flow listens to is left to the flow',
    async () => {
      const container = await startFlowContainer({
        'flow.js': flowModule(`() => new Promise((resolve) => {
          const timer = setInterval(() => undefined, 1000);
          process.once('SIGTERM', () => { console.log('stopping'); setImmediate(resolve); });
          console.log('running');
        })`),
      });
      await container.firstOutput;
      container.process.kill('SIGTERM');
      expect(await container.end).toMatchObject({ code: 0, stdout: 'running\nstopping\n' });
    },
    timeout,
  );
});
