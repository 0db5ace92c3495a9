import { describe, expect, test } from '@jest/globals';
import { GrowingEnvironment } from '../../examples/own-environment.js';
import { makeFlow } from '../../examples/own-transforms.js';
import { connect, DockerStorage, Flow } from '../../src/index.js';
import { type ContainerRuntime, EmbeddedCluster } from '../../src/testing/index.js';

/** Ends as a container that had too little memory, so often; then well. */
function hungry(times: number): ContainerRuntime {
  let left = times;
  return {
    start: () => ({
      started: Promise.resolve(),
      exit: Promise.resolve(left-- > 0 ? { exitCode: 137, reason: 'OOMKilled' } : { exitCode: 0 }),
      terminate: () => undefined,
      kill: () => undefined,
    }),
  };
}

async function growingRun(times: number) {
  await using cluster = await EmbeddedCluster.start({ images: { 'hungry:1': hungry(times) } });
  await using api = connect(cluster.kubeConfig);
  const environment = new GrowingEnvironment(api, ['512Mi', '2Gi']);
  const storage = new DockerStorage({ imageName: 'hungry', imageTag: '1' });
  const outcome = await environment.execute(new Flow({ name: 'hungry', environment, storage }), {
    id: 'run',
  });
  const limits = cluster
    .jobs()
    .map(({ spec }) => (spec.template.spec.containers[0] as any).resources.limits.memory);
  return { outcome, limits: limits.sort() };
}

describe('the environment of one’s own', () => {
  test('gives a flow more memory when it was not enough', async () => {
    const { outcome, limits } = await growingRun(1);
    expect(outcome?.status).toBe('succeeded');
    expect(limits).toEqual(['2Gi', '512Mi']);
  });

  test('leaves it at the first that is enough', async () => {
    expect((await growingRun(0)).limits).toEqual(['512Mi']);
  });

  test('gives up after the last', async () => {
    const { outcome } = await growingRun(9);
    expect(outcome).toMatchObject({ status: 'failed', diagnoses: [{ category: 'out-of-memory' }, {}] });
  });
});

test('the transforms of one’s own reach the Job', async () => {
  await using cluster = await EmbeddedCluster.start({ images: { 'report:1': () => undefined } });
  await using api = connect(cluster.kubeConfig);
  const flow = makeFlow('data', api);
  await flow.environment.execute(flow, { id: 'run-1' });
  const [job] = cluster.jobs();
  expect(job?.metadata.labels).toMatchObject({ team: 'data', flow_run_id: 'run-1' });
  expect(job?.spec).toMatchObject({
    ttlSecondsAfterFinished: 86_400,
    template: {
      spec: {
        containers: [{ image: 'report:1', securityContext: { runAsNonRoot: true, runAsUser: 65_534 } }],
      },
    },
  });
});
