import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import type { Observation } from './transcript.js';

interface Where {
  readonly kubectl: string;
  readonly kubeConfigFile: string;
  /** Where kubectl keeps what it has learned of the server. */
  readonly home: string;
  readonly namespace: string;
}

/** Drives a cluster with kubectl, and gives what it prints. */
export async function driveWithKubectl(where: Where): Promise<Observation[]> {
  const transcript: Observation[] = [];
  const start = (args: string, input = '') => run(where, args.split(' '), input);
  const note = async (args: string, input?: object): Promise<void> => {
    const saw = await start(args, input === undefined ? '' : stringify(input)).ended;
    transcript.push({ what: input === undefined ? args : `${args} of ${JSON.stringify(input)}`, saw });
  };
  const hello = job('hello', 'echo first; sleep 2; echo last');
  const suspended = (one: typeof hello) => ({ ...one, spec: { ...one.spec, suspend: true } });

  await note('get jobs');
  await note('apply -f -', suspended(hello));
  const shown = start('get job hello --watch --output-watch-events');
  await shown.began;
  await note('apply -f -', suspended(hello));
  const labels = { app: 'hello', more: 'x' };
  await note('apply -f -', { ...hello, metadata: { ...hello.metadata, labels } });
  const followed = start('logs --follow job/hello --pod-running-timeout=60s');
  await note('wait --for=condition=Complete job/hello --timeout=60s');
  const { out, code } = await followed.ended;
  // Its standard error says for how long the container was awaited.
  transcript.push({ what: 'logs --follow, from the beginning', saw: { out, code } });
  await note('logs job/hello --tail=1 --timestamps=false');
  await note('get job hello');
  await note('get job hello -o wide');
  await note('get jobs -l more=x -o name');
  await note('get pods --selector batch.kubernetes.io/job-name=hello');
  await note('get jobs,pods');
  await note('get events --field-selector involvedObject.kind=Job');
  await note('get job hello -o yaml');
  await note('get pods -o jsonpath={.items[*].status.phase}');
  await note('describe job hello');
  await note('describe pods');
  await note('label job hello extra=1');
  await note('annotate job hello note=taken');
  await note('patch job hello --type=json -p=[{"op":"remove","path":"/metadata/labels/extra"}]');
  await note('get job hello --show-labels --no-headers');

  const misspelt = job('misspelt', 'true');
  await note('apply -f -', { ...misspelt, spec: { ...misspelt.spec, retries: 1 } });
  await note('apply -f -', job('Bad', 'true'));
  await note('create -f -', hello);
  await note('apply --dry-run=server -f -', job('dry', 'true'));
  await note('get job nobody');
  await note('delete job nobody');
  await note('logs nobody');

  await note('create -f -', suspended(job('failing', 'exit 3')));
  await note('get job failing');
  await note('patch job failing -p={"spec":{"suspend":false}}');
  await note('wait --for=condition=Failed job/failing --timeout=60s');
  await note('get job failing');
  await note('get pods --selector batch.kubernetes.io/job-name=failing');
  await note('describe job failing');

  const gone = start('wait --for=delete job/hello --timeout=60s');
  await note('delete job hello');
  // It says that it is gone, or nothing when it was gone before.
  transcript.push({ what: 'wait --for=delete, from before', saw: (await gone.ended).code });
  transcript.push({ what: 'get --watch, from the beginning', saw: states(await shown.ended) });
  await note('delete jobs --all');
  await note('get jobs');
  return transcript;
}

function job(name: string, command: string) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { app: name } as Record<string, string> },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'localhost/busybox:1', command: ['sh', '-c', command] }],
        },
      },
    },
  };
}

interface Output {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

interface Running {
  /** When it has printed something. */
  readonly began: Promise<unknown>;
  readonly ended: Promise<Output>;
}

function run(where: Where, args: readonly string[], input: string): Running {
  const { kubectl, kubeConfigFile, home, namespace } = where;
  const child = spawn(kubectl, [`--kubeconfig=${kubeConfigFile}`, `--namespace=${namespace}`, ...args], {
    env: { ...process.env, HOME: home },
    timeout: 90_000,
  });
  child.stdin.end(input);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    // Nobody else ends a watch.
    if (args.includes('--watch') && /^DELETED.*\n/m.test(printed)) child.kill();
  });
  const ended = Promise.all([text(child.stderr), once(child, 'close')]).then(([err, [code]]): Output => ({
    out: printed,
    err,
    code: code as number | null,
  }));
  return { began: Promise.race([once(child.stdout, 'data'), ended]), ended };
}

/** What a watch shows, each state once: how often it is shown is a matter of the controller's timing. */
function states({ out }: Output): string[] {
  const rows = out.split('\n').map((line) => line.split(/\s+/).slice(0, 4).join(' '));
  return rows.filter((row, index) => row !== rows[index - 1]);
}
