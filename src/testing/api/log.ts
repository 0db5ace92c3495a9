import { forbiddenValue, invalidValue } from '../objects/causes.js';
import { badRequest, invalid, type Cause } from '../objects/status.js';
import { nanos } from '../objects/time.js';
import type { Container, ContainerStatus, Pod } from '../objects/types.js';
import type { ContainerLog, LogLine } from '../node/container-log.js';
import type { Sink } from './answer.js';
import type { Handler } from './context.js';
import { integer } from './options.js';
import { isTrue } from './request.js';

const newline = 0x0a;

interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** Nanoseconds since the epoch, in whole seconds: the kubelet drops the fraction. */
  readonly since: bigint;
  readonly tailLines: number | undefined;
  readonly limitBytes: number;
}

/** `GET …/pods/NAME/log`. */
export const readLog: Handler = ({ registry, clock, logs }, { namespace, name = '', query }) => {
  const options = logOptions(query, name, clock.now());
  const pod = registry.read('pods', namespace, name);
  const container = containerOf(pod, query.get('container'));
  if (pod.spec.nodeName === undefined) return { status: 204 };
  const previous = isTrue(query.get('previous'));
  const log = logs.containerLog(pod, container, previous);
  if (log === undefined) throw notReadable(pod, container, previous);
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    stream: (sink) => sendLog(log, options, sink),
  };
};

function sendLog(log: ContainerLog, options: LogOptions, sink: Sink): void {
  const { timestamps, since, tailLines, limitBytes } = options;
  let rest = limitBytes;
  let begins = true;
  const write = ({ time, bytes }: LogLine): void => {
    // A line that the node keeps in parts is stamped where it begins.
    const text = timestamps && begins ? Buffer.concat([Buffer.from(`${nanos(time)} `), bytes]) : bytes;
    begins = bytes.at(-1) === newline;
    sink.write(text.subarray(0, rest));
    rest -= text.length;
    if (rest <= 0) sink.end();
  };
  const known = log.lines.filter(({ time }) => time >= since);
  const shown = tailLines === undefined ? known : tailLines === 0 ? [] : known.slice(-tailLines);
  for (const line of shown) if (rest > 0) write(line);
  if (!options.follow || log.ended) return sink.end();
  const unsubscribe = log.subscribe((line) => {
    if (line === undefined) sink.end();
    else if (line.time >= since && rest > 0) write(line);
  });
  sink.onClose(unsubscribe);
}

function logOptions(query: URLSearchParams, pod: string, now: number): LogOptions {
  const sinceTime = query.get('sinceTime');
  const at = sinceTime ? Date.parse(sinceTime) : 0;
  if (Number.isNaN(at) || (sinceTime && !/^\d{4}-\d\d-\d\dT/.test(sinceTime))) {
    const shown = JSON.stringify(sinceTime);
    throw badRequest(`parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`);
  }
  const tailLines = integer(query, 'tailLines');
  const limitBytes = integer(query, 'limitBytes');
  const sinceSeconds = integer(query, 'sinceSeconds');
  const causes: Cause[] = [];
  if (sinceSeconds !== undefined && sinceTime) {
    causes.push(forbiddenValue('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    causes.push(invalidValue('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  if (tailLines !== undefined && tailLines < 0) {
    causes.push(invalidValue('tailLines', tailLines, 'must be greater than or equal to 0'));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    causes.push(invalidValue('limitBytes', limitBytes, 'must be greater than 0'));
  }
  if (query.has('stream')) causes.push(forbiddenValue('stream', 'may not be specified'));
  if (causes.length > 0) throw invalid({ kind: 'PodLogOptions', group: '' }, pod, causes);
  const sinceMs = sinceSeconds === undefined ? at : now - sinceSeconds * 1000;
  return {
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    since: BigInt(Math.floor(sinceMs / 1000)) * 1_000_000_000n,
    tailLines,
    limitBytes: limitBytes ?? Infinity,
  };
}

const namesOf = (containers: readonly Container[] = []): string[] => containers.map(({ name }) => name);

function containerOf({ spec, metadata }: Pod, asked: string | null): string {
  const main = namesOf(spec.containers);
  if (asked) {
    if ([...main, ...namesOf(spec.initContainers)].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [only] = main;
  if (only !== undefined && main.length === 1) return only;
  const init = namesOf(spec.initContainers);
  throw badRequest(
    `a container name must be specified for pod ${metadata.name}, choose one of: [${[...init, ...main].join(' ')}]`,
  );
}

// The kubelet words these two apart from the other reasons of waiting.
const pullReasons = ['ErrImagePull', 'ImagePullBackOff'];

function notReadable({ metadata, status }: Pod, container: string, previous: boolean): Error {
  const where = `container "${container}" in pod "${metadata.name}"`;
  if (previous) return badRequest(`previous terminated ${where} not found`);
  const statuses: ContainerStatus[] = [
    ...(status.initContainerStatuses ?? []),
    ...(status.containerStatuses ?? []),
  ];
  const reason = statuses.find(({ name }) => name === container)?.state.waiting?.reason;
  if (reason === undefined) return badRequest(`${where} is not available`);
  return badRequest(
    `${where} is waiting to start: ${pullReasons.includes(reason) ? "image can't be pulled" : reason}`,
  );
}
