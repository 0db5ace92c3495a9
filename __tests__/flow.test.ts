import { describe, expect, test } from '@jest/globals';
import { DockerStorage, Environment, Flow } from '../src/index.js';

class NoEnvironment extends Environment {
  execute(): Promise<void> {
    return Promise.resolve();
  }
}

const parts = {
  environment: new NoEnvironment(),
  storage: new DockerStorage({ imageName: 'x', imageTag: 'y' }),
};
const slug = (name: string) => new Flow({ name, ...parts }).slug;

describe('the slug of a flow', () => {
  // Vectors: python-slugify 9.0.0, which Prefect names flow files with.
  test.each([
    ['!&& ~~ cool flow :shades:', 'cool-flow-shades'],
    ['WELL what do you know?!~? looks like a test!!!!', 'well-what-do-you-know-looks-like-a-test'],
    [
      'Kubernetes Job Environment w/ Resource Requests & Limits',
      'kubernetes-job-environment-w-resource-requests-limits',
    ],
    ['My_Flow v1.2', 'my-flow-v1-2'],
    ["don't stop", 'don-t-stop'],
    ['a--b__c', 'a-b-c'],
    ['1,000 runs', '1000-runs'],
    ['Éclair à la crème', 'eclair-a-la-creme'],
    ['Straße', 'strasse'],
    ['---', ''],
  ])('%j is %j', (name, expected) => expect(slug(name)).toBe(expected));
});

test.each([[''], ['  '], [undefined]])('a flow can not be called %j', (name) => {
  expect(() => new Flow({ name: name as string, ...parts })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'name' }),
  );
});
