// Drives a cluster with client-node, of the version that CLIENT_NODE names, and prints what it sees as JSON.
import { env, exit, stdout } from 'node:process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const { KubeConfig, BatchV1Api, CoreV1Api, Log, PatchStrategy, Watch, makeInformer, setHeaderOptions } =
  await import(env.CLIENT_NODE);
const namespace = env.NAMESPACE;
const config = new KubeConfig();
config.loadFromDefault();
const batch = config.makeApiClient(BatchV1Api);
const core = config.makeApiClient(CoreV1Api);
const jobsPath = `/apis/batch/v1/namespaces/${namespace}/jobs`;

const transcript = [];
const note = (what, saw) => transcript.push({ what, saw });

const job = (name, command, spec = {}) => ({
  metadata: { name, labels: { app: name } },
  spec: {
    backoffLimit: 0,
    ...spec,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'localhost/busybox:1', command: ['sh', '-c', command] }],
      },
    },
  },
});

const refusalOf = (promise) =>
  promise.then(
    () => 'taken',
    ({ code, body }) => {
      const { reason, message, details } = JSON.parse(body);
      return { code, reason, message, details };
    },
  );

const conditionsOf = ({ status }) => (status?.conditions ?? []).map(({ type, reason }) => ({ type, reason }));
const settled = (one) => conditionsOf(one).some(({ type }) => type === 'Complete' || type === 'Failed');

/** The Job that a watch first shows with such a state. */
function watched(name, isAsked) {
  return new Promise((resolve, reject) => {
    const controller = new Watch(config).watch(
      jobsPath,
      { fieldSelector: `metadata.name=${name}` },
      (type, object) => {
        if (!isAsked(type, object)) return;
        resolve({ type, object });
        void controller.then((one) => one.abort());
      },
      (error) => (error === null || error?.name === 'AbortError' ? undefined : reject(error)),
    );
  });
}

async function containerStarted(name) {
  for (;;) {
    const { items } = await core.listNamespacedPod({
      namespace,
      labelSelector: `batch.kubernetes.io/job-name=${name}`,
    });
    const { state } = items[0]?.status?.containerStatuses?.[0] ?? {};
    if (state?.running || state?.terminated) return items[0].metadata.name;
    await sleep(50);
  }
}

// An informer from the beginning to the end.
const informed = [];
const informer = makeInformer(config, jobsPath, () => batch.listNamespacedJob({ namespace }));
for (const verb of ['add', 'update', 'delete']) {
  informer.on(verb, ({ metadata: { name } }) => {
    const line = `${verb} ${name}`;
    if (!informed.includes(line)) informed.push(line);
  });
}
informer.on('error', (error) => note('the informer failed', String(error)));
await informer.start();

const created = await batch.createNamespacedJob({
  namespace,
  body: job('hello', 'echo first; sleep 2; echo last'),
});
note('a created Job', {
  spec: created.spec,
  dates: created.metadata.creationTimestamp instanceof Date,
});

const pod = await containerStarted('hello');
const followed = new PassThrough();
const lines = text(followed);
await new Log(config).log(namespace, pod, 'main', followed, { follow: true });
note('a log that is followed', await lines);
const { object: done } = await watched('hello', (_, one) => settled(one));
note('its end, by a watch', { conditions: conditionsOf(done), succeeded: done.status.succeeded });
note('the log of its Pod', await core.readNamespacedPodLog({ namespace, name: pod }));
note(
  'the last line',
  await core.readNamespacedPodLog({ namespace, name: pod, container: 'main', tailLines: 1 }),
);
const { items: events } = await core.listNamespacedEvent({
  namespace,
  fieldSelector: `involvedObject.name=${pod}`,
});
note('events of the Pod', events.map(({ type, reason, message }) => `${type} ${reason}: ${message}`).sort());

note(
  'the same name again',
  await refusalOf(batch.createNamespacedJob({ namespace, body: job('hello', 'true') })),
);
note('a Job that is not there', await refusalOf(batch.readNamespacedJob({ namespace, name: 'nobody' })));
note(
  'a Job that is no good',
  await refusalOf(batch.createNamespacedJob({ namespace, body: job('Bad', 'true', { parallelism: -1 }) })),
);
note(
  'a dry run',
  (await batch.createNamespacedJob({ namespace, body: job('dry', 'true'), dryRun: 'All' })).metadata.name,
);

const held = { namespace, name: 'held' };
await batch.createNamespacedJob({ namespace, body: job('held', 'exit 3', { suspend: true }) });
// Resumed before the Job controller has seen it, it would have been suspended by nobody.
await watched('held', (_, one) => conditionsOf(one).some(({ type }) => type === 'Suspended'));
await batch.patchNamespacedJob({ ...held, body: [{ op: 'add', path: '/metadata/labels/a~1b', value: 'c' }] });
for (const [strategy, value] of [
  [PatchStrategy.MergePatch, 'merge'],
  [PatchStrategy.StrategicMergePatch, 'strategic'],
]) {
  const body = { metadata: { annotations: { [value]: value } } };
  await batch.patchNamespacedJob({ ...held, body }, setHeaderOptions('Content-Type', strategy));
}
const before = await batch.readNamespacedJob(held);
note('after three kinds of patch', {
  labels: before.metadata.labels['a/b'],
  annotations: before.metadata.annotations,
});
const resumed = await batch.replaceNamespacedJob({
  ...held,
  body: { ...before, spec: { ...before.spec, suspend: false } },
});
note('replaced', { suspend: resumed.spec.suspend, generation: resumed.metadata.generation });
note('replaced from an old copy', await refusalOf(batch.replaceNamespacedJob({ ...held, body: before })));
const { object: failed } = await watched('held', (_, one) => settled(one));
note('a failure', { conditions: conditionsOf(failed), failed: failed.status.failed });

const page = await batch.listNamespacedJob({ namespace, limit: 1 });
const rest = await batch.listNamespacedJob({ namespace, limit: 1, _continue: page.metadata._continue });
note(
  'two pages',
  [page, rest].map(({ items }) => items.map(({ metadata }) => metadata.name)),
);
note(
  'by label',
  (await batch.listNamespacedJob({ namespace, labelSelector: 'app in (held)' })).items.map(
    (one) => one.metadata.name,
  ),
);

// A watch that began after the deletion would show nothing.
let show;
const shown = new Promise((resolve) => (show = resolve));
const gone = watched('hello', (type) => {
  if (type === 'ADDED') show();
  return type === 'DELETED';
});
await shown;
note(
  'deleted',
  await batch
    .deleteNamespacedJob({ namespace, name: 'hello', propagationPolicy: 'Background' })
    .then(({ status, kind }) => ({ status, kind })),
);
note('the watch says so', (await gone).type);
while (!informed.includes('delete hello')) await sleep(20);
await informer.stop();
note('what the informer told', informed);

stdout.write(JSON.stringify(transcript), () => exit());
