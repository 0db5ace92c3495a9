import { expect, test } from '@jest/globals';
import { nodeRuntime } from '../../src/runtime/node.js';
import type { RuntimeContext } from '../../src/runtime/runtime.js';

const context: RuntimeContext = {
  flow: { name: 'costs $5, $(HOME) and $$', slug: 'costs' },
  run: { id: 'run-1' },
  image: 'example.com/flows:1',
  namespace: 'flows',
  flowPath: '/opt/prefect/flows/costs.prefect',
  containerEnv: [],
};

test('Node is started without a shell, and nothing in its arguments can be expanded', () => {
  const { command, args } = nodeRuntime({ flowFile: 'flow.js' }).start(context);
  expect(command).toEqual(['node']);
  expect(args).toEqual([
    '--input-type=module',
    '--eval',
    "import { loadAndRunFlow } from 'kubernetes-job-environment/runtime'; await loadAndRunFlow();",
  ]);
  expect(args.join('')).not.toContain('$');
});

test('the container is told the run, each $ doubled so that Kubernetes gives the value as it was', () => {
  expect(nodeRuntime({ flowFile: 'dist/flow.js' }).start(context).env).toEqual([
    { name: 'KJE__CONTEXT__FLOW_FILE_PATH', value: 'dist/flow.js' },
    { name: 'KJE__CONTEXT__FLOW_NAME', value: 'costs $$5, $$(HOME) and $$$$' },
    { name: 'KJE__CONTEXT__FLOW_RUN_ID', value: 'run-1' },
    { name: 'KJE__CONTEXT__NAMESPACE', value: 'flows' },
    { name: 'KJE__CONTEXT__IMAGE', value: 'example.com/flows:1' },
  ]);
});

test('a run with cloud gets a warning: the container is told nothing of it', () => {
  const runtime = nodeRuntime({ flowFile: 'flow.js' });
  expect(runtime.start(context).warnings).toEqual([]);
  const run = { id: 'run-1', cloud: { graphql: 'https://secret.example.com', apiKey: 'secret' } };
  const started = runtime.start({ ...context, run });
  expect(started.warnings).toEqual([expect.stringContaining('cloud')]);
  expect(JSON.stringify(started)).not.toContain('secret');
});

test.each([[''], [undefined], [7]])('flowFile %j is refused', (flowFile) => {
  expect(() => nodeRuntime({ flowFile: flowFile as string })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'flowFile' }),
  );
});
