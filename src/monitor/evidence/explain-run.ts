import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { JobHandle } from '../../cluster/job-handle.js';
import { redactor, secretTexts, type Redact } from '../../job/redact.js';
import { alarm } from '../alarm.js';
import { diagnose } from '../diagnosis/diagnose.js';
import type { Diagnosis, DiagnosedSpec, DiagnoseInput } from '../diagnosis/diagnosis.js';
import { type MonitorContext, untilClosed } from '../monitor-context.js';
import { podsOfJob } from '../pods-of-job.js';
import type { NamespaceWatch, WatchedJob, WatchedPod } from '../watch/namespace-watch.js';
import { secretsOf } from '../watch/kept.js';
import { stripEvent } from '../watch/strip-event.js';
import { stripPod } from '../watch/strip-pod.js';
import { isAtEnd } from './pods-at-end.js';

export interface Explained {
  readonly job: JobHandle;
  readonly watch: NamespaceWatch;
  /** What is known of the run when it is to be explained. */
  readonly watched: WatchedJob;
  readonly spec: DiagnosedSpec | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Explanation {
  readonly diagnoses: readonly Diagnosis[];
  /** The pods of the run by uid, as they are known in the end: also those of which the watch has not told. */
  readonly pods: ReadonlyMap<string, WatchedPod>;
}

/** How long an explanation may hold up an outcome: what is not there by then is left out. */
const LONGEST_MILLISECONDS = 5_000;
/** Of a Job with many pods the last are asked about. */
const MOST_PODS = 5;

/**
 * Why a run failed or does not get on: asks for the Events and log lines that tell, and for the pods when the watch is
 * behind. What can not be had is left out; it never fails for that.
 */
export async function explainRun(context: MonitorContext, explained: Explained): Promise<Explanation> {
  const done = new AbortController();
  const late = alarm(LONGEST_MILLISECONDS, context.sleep, done.signal);
  const signal = AbortSignal.any([untilClosed(context, explained.signal), late]);
  const { job, watch, watched } = explained;
  const before = new Map(watched.pods);
  try {
    const known = await podsOf(context, explained, signal);
    const pods = [...known.values()];
    const [events, logTails, redact] = await Promise.all([
      eventsOf(context, explained, pods, signal),
      unless(signal, context.tails.of(pods.map(({ pod }) => pod)), []),
      redactorOf(context, explained, pods, signal),
    ]);
    // Of a Job whose env nobody knows no word of others is passed on.
    const told =
      redact === undefined ? { events: [], logTails: [], redact: String } : { events, logTails, redact };
    if (late.aborted)
      context.logger.warn(
        `A run is explained without what could not be read within ${LONGEST_MILLISECONDS / 1000} s.`,
      );
    const diagnoses = diagnose({ ...knownOf(context, explained, pods), ...told }, explained.spec);
    return { diagnoses, pods: newest(watch.get(job.uid).pods, before, known) };
  } finally {
    done.abort();
  }
}

/** What the watch knows for a diagnosis. */
function knownOf(
  { now }: Pick<MonitorContext, 'now'>,
  { job: { flowContainer }, watched: { job, jobGone } }: Pick<Explained, 'job' | 'watched'>,
  pods: readonly WatchedPod[],
): Omit<DiagnoseInput, 'events' | 'redact'> {
  return { job, jobGone, pods, flowContainer, now: now() };
}

/** Of a run that does not get on, or whose pods end later, the watch may be behind: it is on another connection. */
async function podsOf(
  context: MonitorContext,
  { job, watched, watch }: Explained,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, WatchedPod>> {
  const told = [...watched.pods.values()].some(({ pod, gone }) => gone || secretsOf(pod) !== undefined);
  const known = new Map(watched.pods);
  if (watch.synced && !told) {
    const list = context.api.list('pods', podsOfJob(job), { signal });
    for (const pod of (await attempt(context, signal, list))?.items ?? [])
      known.set(pod.metadata.uid, { pod: stripPod(pod), gone: false });
  }
  for (const { pod, gone } of known.values())
    if (!gone && secretsOf(pod) !== undefined) context.tails.note(job.namespace, pod);
  return known;
}

/** What was asked for, but where the watch has told something since that is not older: an end is the last of a pod. */
function newest(
  watched: ReadonlyMap<string, WatchedPod>,
  before: ReadonlyMap<string, WatchedPod>,
  asked: ReadonlyMap<string, WatchedPod>,
): ReadonlyMap<string, WatchedPod> {
  const pods = new Map(asked);
  for (const [uid, pod] of watched) {
    if (pod === before.get(uid) || (isAtEnd(asked.get(uid)) && !isAtEnd(pod))) continue;
    pods.set(uid, pod);
  }
  return pods;
}

async function eventsOf(
  context: MonitorContext,
  { job, watch }: Explained,
  pods: readonly WatchedPod[],
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const uids = [job.uid, ...pods.slice(-MOST_PODS).map(({ pod }) => pod.metadata.uid)];
  const found = await Promise.all(
    uids.map(async (uid) => {
      const watched = watch.eventsOf(uid);
      if (watched !== undefined) return watched;
      const request = { namespace: job.namespace, fieldSelector: `involvedObject.uid=${uid}` };
      const list = context.api.list('events', request, { signal });
      return (await attempt(context, signal, list))?.items.map(stripEvent) ?? [];
    }),
  );
  return found.flat();
}

/** Hides what the Job and its pods have in their env; `undefined` when that is not known. */
async function redactorOf(
  context: MonitorContext,
  { job, watched, spec }: Explained,
  pods: readonly WatchedPod[],
  signal: AbortSignal,
): Promise<Redact | undefined> {
  const { namespace, name, uid, flowRunId } = job;
  const secrets = new Set(spec === undefined ? [] : secretTexts(spec.json));
  const sources = [watched.job, ...pods.map(({ pod }) => pod)]
    .map(secretsOf)
    .filter((known) => known !== undefined);
  if (sources.length === 0) {
    const read = context.api.readNamespacedJob({ namespace, name }, { signal });
    const found = await attempt(context, signal, read);
    if (found?.metadata.uid === uid) sources.push(secretTexts(found));
  }
  if (sources.length === 0) return undefined;
  for (const secret of sources.flat()) secrets.add(secret);
  const images = pods.flatMap(({ pod }) => imagesOf(pod));
  return redactor({}, { secrets: [...secrets], open: [namespace, name, flowRunId, ...images] });
}

function imagesOf(pod: KubernetesObject): string[] {
  const { containers = [], initContainers = [] } = (pod['spec'] ?? {}) as Record<
    'containers' | 'initContainers',
    readonly { image?: string }[] | undefined
  >;
  return [...containers, ...initContainers].flatMap(({ image }) => (image === undefined ? [] : [image]));
}

async function attempt<T>(
  { logger }: MonitorContext,
  signal: AbortSignal,
  asked: Promise<T>,
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (signal.aborted) return undefined;
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`A run is explained without something that could not be read: ${message}`);
    return undefined;
  }
}

/** The value, unless the signal fires before. */
async function unless<T>(signal: AbortSignal, value: Promise<T>, otherwise: T): Promise<T> {
  if (signal.aborted) return otherwise;
  return Promise.race([
    value,
    new Promise<T>((resolve) => signal.addEventListener('abort', () => resolve(otherwise), { once: true })),
  ]);
}
