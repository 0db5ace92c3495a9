import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  connect,
  DockerStorage,
  Flow,
  type JobHandle,
  KubernetesJobEnvironment,
  type Logger,
  nodeRuntime,
  readJobSpec,
  type RunEvent,
} from '../../src/index.js';
import { silentLogger } from '../../src/logger.js';
import { gate, MonitoredCluster, until } from '../support/monitored-cluster.js';

let run: MonitoredCluster;

beforeEach(async () => {
  run = await MonitoredCluster.start();
});
afterEach(() => run[Symbol.asyncDispose]());

const yaml = `apiVersion: batch/v1
kind: Job
metadata:
  name: my-job
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          env:
            - name: PASSWORD
              value: correct-horse-battery
          resources:
            limits:
              memory: 64Mi
`;

async function submit(text = yaml): Promise<JobHandle> {
  const environment = new KubernetesJobEnvironment({
    jobSpec: text,
    api: run.api,
    runtime: nodeRuntime({ flowFile: 'flow.js' }),
  });
  const storage = new DockerStorage({ imageName: 'my-flow', imageTag: '1' });
  return environment.execute(new Flow({ name: 'my flow', environment, storage }), { id: 'run-1' });
}

function loggerOf(warnings: string[]): Logger {
  return { ...silentLogger, warn: (message) => void warnings.push(message) };
}

describe('the outcome of a failed run', () => {
  test('says why, with the last lines of its log and the place in the YAML', async () => {
    run.program = ({ log }) => {
      for (let line = 1; line <= 12; line += 1) log(`line ${line}`);
      return 137;
    };
    const { diagnoses } = await run.monitor.wait(await submit());
    expect(diagnoses).toMatchObject([
      {
        category: 'killed',
        summary: expect.stringMatching(/^Container "main" of pod "my-job-\w+" ended with exit code 137/),
        position: { line: 11, column: 11 },
      },
      { category: 'back-off-limit', position: { line: 6, column: 17 } },
    ]);
    expect(diagnoses[0]?.evidence).toContain('log: line 12');
    expect(diagnoses[0]?.evidence).not.toContain('log: line 2');
  });

  test('is explained to another process too, with the spec when that is given', async () => {
    run.program = () => 3;
    const handle = JSON.parse(JSON.stringify(await submit())) as JobHandle;
    const [without] = (await run.monitor.wait(handle)).diagnoses;
    expect(without).toMatchObject({ category: 'exit-code' });
    expect(without).not.toHaveProperty('position');
    const jobSpec = readJobSpec(yaml, { file: 'job_spec.yaml' });
    const [placed] = (await run.monitor.wait(handle, { jobSpec })).diagnoses;
    expect(placed).toMatchObject({ position: { file: 'job_spec.yaml', line: 11 } });
  });

  test('shows no env value, of the YAML or of the run, that its log or the cluster shows', async () => {
    run.program = ({ env, log }) => {
      log(`the password is ${env['PASSWORD']}, truly`);
      return 1;
    };
    const outcome = await run.monitor.wait(await submit());
    expect(outcome.diagnoses[0]?.evidence).toContain('log: the password is ***, truly');
    expect(JSON.stringify(outcome)).not.toContain('correct-horse');
  });

  test('has its pod as it is, also when the watch has not told of its end, as over a broken connection', async () => {
    const go = gate();
    run.program = () => go.opened.then(() => 3);
    const held = run.cluster.faults.add({ verb: 'watch', resource: 'pods', hold: 'before-handling' });
    const outcome = run.monitor.wait(await submit(), { until: 'settled' });
    await held.reached;
    go.open();
    await run.elapse(400);
    const { pods } = await outcome;
    expect(pods).toMatchObject([{ phase: 'Failed', containers: [{ name: 'main', exitCode: 3 }] }]);
  });

  test('has what the watch told of a pod while the run was being explained', async () => {
    const [running, stop] = [gate(), gate()];
    run.program = () => (running.open(), stop.opened.then(() => 3));
    const job = await submit();
    const events = run.monitor.events(job);
    const outcome = run.monitor.wait(job);
    await running.opened;
    const held = run.cluster.faults.add({ verb: 'list', resource: 'events', hold: 'after-handling' });
    await run.api.deleteNamespacedJob({ ...job, propagationPolicy: 'Orphan' });
    await held.reached;
    stop.open();
    for await (const { type } of events) if (type === 'finished') break;
    held.release();
    const { pods } = await outcome;
    expect(pods).toMatchObject([{ containers: [{ name: 'main', exitCode: 3 }] }]);
  });

  test('has the log of a pod that went with the failure', async () => {
    const running = gate();
    const stopped = gate();
    run.program = async ({ log, signal }) => {
      log('working');
      signal.addEventListener('abort', () => log('stopping'));
      running.open();
      await stopped.opened;
      return 143;
    };
    const job = await submit(yaml.replace('backoffLimit: 0', 'activeDeadlineSeconds: 5'));
    const outcome = run.monitor.wait(job, { until: 'settled' });
    await running.opened;
    await until(() => run.requests('watch', 'pods') === 1);
    await run.clock.advance(6_000);
    await until(() => run.cluster.requests.some(({ resource, ended }) => resource === 'pods/log' && ended));
    stopped.open();
    const { diagnoses, pods } = await outcome;
    expect(pods).toMatchObject([{ gone: true }]);
    expect(diagnoses[0]).toMatchObject({
      category: 'deadline',
      evidence: expect.arrayContaining(['log: working']),
      position: { line: 6, column: 26 },
    });
  });

  test.each([
    ['events', 403],
    ['events', 500],
    ['pods/log', 403],
    ['pods/log', 500],
  ])('does not wait for what can not be read: %s, %i', async (resource, status) => {
    run.program = () => 1;
    run.cluster.faults.add({ resource, times: Infinity, respond: { status } });
    await expect(run.monitor.wait(await submit())).resolves.toMatchObject({
      status: 'failed',
      diagnoses: [{ category: 'exit-code' }, { category: 'back-off-limit' }],
    });
  });

  test('is made from Events also when the pods can not be listed', async () => {
    const { running } = run.runUntilReleased();
    const job = await submit();
    const outcome = run.monitor.wait(job, { timeoutMs: 40_000 });
    await running;
    for await (const { type } of run.monitor.events(job)) if (type === 'started') break;
    run.cluster.faults.add({ verb: 'list', resource: 'pods', times: Infinity, respond: { status: 503 } });
    const events = run.requests('list', 'events');
    await run.elapse(40_000);
    expect((await outcome).status).toBe('timed-out');
    expect(run.requests('list', 'events')).toBeGreaterThan(events);
  });

  test('is given without what does not come within five seconds, and a log says so', async () => {
    run.program = () => 1;
    const warnings: string[] = [];
    await using monitor = run.newMonitor(run.api, { logger: loggerOf(warnings) });
    run.cluster.faults.add({ verb: 'list', resource: 'events', times: Infinity, hold: 'before-handling' });
    const outcome = monitor.wait(await submit());
    await run.elapse(5_000);
    expect((await outcome).diagnoses).toMatchObject([{ category: 'exit-code' }, {}]);
    expect(warnings).toEqual(['A run is explained without what could not be read within 5 s.']);
  });

  test('is no trouble to who has left', async () => {
    run.program = () => 1;
    const warnings: string[] = [];
    await using monitor = run.newMonitor(run.api, { logger: loggerOf(warnings) });
    const held = run.cluster.faults.add({
      verb: 'list',
      resource: 'events',
      times: Infinity,
      hold: 'before-handling',
    });
    const leave = new AbortController();
    const outcome = monitor.wait(await submit(), { signal: leave.signal });
    await held.reached;
    leave.abort(new Error('enough'));
    await expect(outcome).rejects.toThrow('enough');
    expect(warnings).toEqual([]);
  });

  test('is empty for a run that succeeded after a failure', async () => {
    let tries = 0;
    run.program = () => (tries++ === 0 ? 1 : 0);
    const outcome = run.monitor.wait(await submit(yaml.replace('backoffLimit: 0', 'backoffLimit: 1')));
    await run.clock.advance(60_000);
    await expect(outcome).resolves.toMatchObject({ status: 'succeeded', diagnoses: [] });
  });

  test('asks for nothing more when the run succeeded', async () => {
    await run.monitor.wait(await submit());
    expect(run.requests('list', 'events')).toBe(0);
    expect(run.requests('get', 'pods/log')).toBe(0);
  });
});

describe('a run that does not get on', () => {
  const withSelector = yaml.replace(
    '      containers:',
    '      nodeSelector:\n        disk: ssd\n      containers:',
  );

  async function diagnosed(events: AsyncIterable<RunEvent>): Promise<RunEvent | undefined> {
    for await (const event of events) if (event.type === 'diagnosis') return event;
    return undefined;
  }

  test('gets a diagnosis as an event, with the place in the YAML', async () => {
    await expect(diagnosed(run.monitor.events(await submit(withSelector)))).resolves.toMatchObject({
      source: 'monitor',
      reason: 'unschedulable',
      message: expect.stringContaining('disk'),
      diagnosis: { category: 'unschedulable', stuck: true, position: { line: 11, column: 9 } },
    });
  });

  test('gets each diagnosis once, and goes on when the cause is gone', async () => {
    const told: string[] = [];
    const job = await submit(withSelector);
    const events = (async () => {
      for await (const { type } of run.monitor.events(job)) told.push(type);
    })();
    await until(() => told.includes('diagnosis'));
    await run.monitor.suspend(job);
    await until(() => told.includes('suspended'));
    await run.monitor.resume(job);
    await until(() => told.filter((type) => type === 'pod-created').length === 2);
    await run.monitor.cancel(job);
    await events;
    // Of the node selector, and of the suspension; after it the pod is stuck anew.
    expect(told.filter((type) => type === 'diagnosis').length).toBeLessThanOrEqual(3);
  });

  test('is not called stuck before the time that its cause mostly takes to pass', async () => {
    const told: RunEvent[] = [];
    const other = yaml.replace(
      'name: main\n',
      'name: main\n        - name: proxy\n          image: nowhere:1\n',
    );
    const job = await submit(other);
    const events = (async () => {
      for await (const event of run.monitor.events(job)) told.push(event);
    })();
    await until(() => told.some(({ reason }) => reason === 'ErrImagePull'));
    await until(() => run.timers.has(31_000));
    expect(told.some(({ type }) => type === 'diagnosis')).toBe(false);
    await run.clock.advance(40_000);
    await until(() => {
      run.timers.get(31_000)?.();
      return told.some(({ type }) => type === 'diagnosis');
    });
    expect(told.find(({ type }) => type === 'diagnosis')).toMatchObject({ reason: 'image-pull' });
    await run.monitor.cancel(job);
    await events;
  });
});

test('a client of one process explains what another has submitted', async () => {
  run.program = () => 2;
  await submit();
  await using client = connect(run.cluster.kubeConfig);
  await using monitor = run.newMonitor(client);
  const found = await monitor.find('run-1');
  if (found === undefined) throw new Error('The run was not found.');
  await expect(monitor.wait(found)).resolves.toMatchObject({ diagnoses: [{ category: 'exit-code' }, {}] });
});
