import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { DockerStorage, Environment, type EnvironmentOptions, Flow, type FlowRun } from '../../src/index.js';

/** An environment of a user's own: runs the flow in this process. */
class LocalEnvironment extends Environment {
  readonly prepared: string[] = [];

  override setup(flow: Flow): Promise<void> {
    this.prepared.push(flow.name);
    return Promise.resolve();
  }

  async execute(flow: Flow, run: FlowRun): Promise<unknown> {
    return await flow.run?.({ flowName: flow.name, flowRunId: run.id, namespace: '', image: '' });
  }
}

/** One that needs no set-up. */
class PlainEnvironment extends Environment {
  execute(): Promise<void> {
    return Promise.resolve();
  }
}

const storage = new DockerStorage({ imageName: 'x', imageTag: 'y' });

describe('an environment of your own', () => {
  test('runs flows its own way', async () => {
    const environment = new LocalEnvironment();
    const flow = new Flow({ name: 'f', environment, storage, run: ({ flowRunId }) => `ran ${flowRunId}` });
    await flow.environment.setup(flow);
    expect(environment.prepared).toEqual(['f']);
    await expect(flow.environment.execute(flow, { id: 'run-1' })).resolves.toBe('ran run-1');
  });

  test('has a setup that does nothing unless it brings one', async () => {
    const environment = new PlainEnvironment();
    await expect(environment.setup(new Flow({ name: 'f', environment, storage }))).resolves.toBeUndefined();
  });
});

describe('the base of all environments', () => {
  const make = (options?: EnvironmentOptions) => new PlainEnvironment(options);

  test('has no labels, metadata or callbacks unless given', () => {
    const environment = make();
    expect([...environment.labels]).toEqual([]);
    expect(environment.metadata).toEqual({});
    expect(environment.onStart).toBeUndefined();
    expect(environment.onExit).toBeUndefined();
  });

  test('keeps each label once', () =>
    expect([...make({ labels: ['a', 'b', 'a'] }).labels]).toEqual(['a', 'b']));

  test('keeps the callbacks and does not call them', () => {
    const called = () => {
      throw new Error('called in the submitting process');
    };
    const environment = make({ onStart: called, onExit: called });
    expect([environment.onStart, environment.onExit]).toEqual([called, called]);
  });

  test('is not changed by a later change of what it was given', () => {
    const metadata: Record<string, unknown> = { image: 'a' };
    const environment = make({ metadata });
    metadata['image'] = 'b';
    expect(environment.metadata).toEqual({ image: 'a' });
    expect(() => ((environment.metadata as Record<string, unknown>)['image'] = 'c')).toThrow(TypeError);
  });

  test('serializes to type, sorted labels and metadata, also by JSON.stringify', () => {
    const environment = make({ labels: ['c', 'a', 'b'], metadata: { image: 'i:1' } });
    const expected = { type: 'PlainEnvironment', labels: ['a', 'b', 'c'], metadata: { image: 'i:1' } };
    expect(environment.serialize()).toEqual(expected);
    expect(JSON.parse(JSON.stringify(environment))).toEqual(expected);
    expect(inspect(environment)).toContain('PlainEnvironment');
  });
});
