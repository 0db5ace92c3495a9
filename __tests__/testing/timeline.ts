/** A history of watch events as lines that hold what a client can rely on: no times, no ids, no kubelet noise. */

export interface HistoryEntry {
  readonly kind: string;
  readonly type: string;
  readonly object: any;
}

export interface Timeline {
  /** Changes of the Job, in order. */
  readonly job: string[];
  /** Changes of each Pod, in order; Pods in the order of their creation. */
  readonly pods: string[][];
  /** Events about the Job, then about each Pod and each of its containers: between those there is no order. */
  readonly events: string[][];
}

export function timelineOf(history: readonly HistoryEntry[]): Timeline {
  const of = (kind: string): HistoryEntry[] =>
    history.filter((entry) => entry.kind === kind && !isFalseAlarm(entry));
  const names = [...new Set(of('Pod').map(({ object }) => object.metadata.name as string))];
  const jobName = of('Job')[0]?.object.metadata.name as string;
  const anonymous = (text: string): string =>
    names
      .reduce((rest, name, index) => rest.replaceAll(name, `<pod ${index}>`), text)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
      .replaceAll(jobName, '<job>');
  return {
    job: distinct(of('Job').map(jobLine).map(anonymous)),
    pods: names.map((name) =>
      distinct(
        of('Pod')
          .filter(({ object }) => object.metadata.name === name)
          .map(podLine)
          .map(anonymous),
      ),
    ),
    events: [undefined, ...names]
      .flatMap((pod) =>
        byContainer(
          of('Event').filter(
            ({ object: { involvedObject: about } }) =>
              (about.kind === 'Pod' ? about.name : undefined) === pod,
          ),
        ),
      )
      .map((entries) => entries.map((entry) => anonymous(eventLine(entry)))),
  };
}

// The volume of the account's token is late now and then; the Job goes on all the same.
const isFalseAlarm = ({ kind, object }: HistoryEntry): boolean =>
  kind === 'Event' && object.reason === 'FailedMount' && object.message.includes('kube-api-access');

// The containers of a Pod are started side by side.
function byContainer(events: readonly HistoryEntry[]): HistoryEntry[][] {
  const paths = [
    ...new Set(events.map(({ object }) => object.involvedObject.fieldPath as string | undefined)),
  ].sort();
  return paths.map((path) => events.filter(({ object }) => object.involvedObject.fieldPath === path));
}

// A MODIFIED that shows nothing new is the kubelet's or the controller's book-keeping.
function distinct(lines: string[]): string[] {
  return lines.filter((line, index) => line !== lines[index - 1]);
}

function meta({ deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] }: any): string {
  const deleted = deletionTimestamp ? ` deleted(${deletionGracePeriodSeconds})` : '';
  return `${deleted}${finalizers.length > 0 ? ` finalizers=${finalizers.join()}` : ''}`;
}

function jobLine({ type, object: { metadata, spec, status } }: HistoryEntry): string {
  // `ready` lags up to a second in a real cluster, and so may miss a state altogether.
  const {
    conditions = [],
    startTime,
    completionTime,
    uncountedTerminatedPods = {},
    ready: _,
    ...counts
  } = status;
  const uncounted = Object.entries(uncountedTerminatedPods).map(
    ([key, uids]) => `${key}:${(uids as []).length}`,
  );
  return [
    `${type}${meta(metadata)}`,
    spec.suspend ? 'suspended' : '',
    startTime ? 'started' : '',
    completionTime ? 'completed' : '',
    JSON.stringify(Object.fromEntries(Object.entries(counts).sort())),
    `uncounted[${uncounted.join()}]`,
    ...conditions.map((one: any) => `${one.type}=${one.status}/${one.reason} "${one.message}"`),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function podLine({ type, object: { metadata, spec, status } }: HistoryEntry): string {
  const states = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(
    (one: any) => {
      const [[name, { reason = '', exitCode = '', message = '' }] = ['', {}]] = Object.entries<any>(
        one.state,
      );
      return `${one.name}:${name}/${reason}(${exitCode})r${one.restartCount}${message}`;
    },
  );
  const owner = metadata.ownerReferences ? '' : ' no-owner';
  return `${type}${meta(metadata)}${owner} ${spec.nodeName ?? 'unbound'} ${status.phase} ${states.join(' ')}`;
}

function eventLine({ type, object }: HistoryEntry): string {
  const by = object.source?.component ?? object.reportingComponent;
  return `${type} ${object.type} ${object.reason} x${object.count ?? '-'} by ${by}: ${object.message}`;
}

/** An object with its uids, times and versions replaced, so that two runs can be compared in full. */
export function withoutIds(object: unknown, names: readonly string[] = []): unknown {
  const uids = new Map<string, string>();
  const text = JSON.stringify(sorted(object))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (uid) => {
      if (!uids.has(uid)) uids.set(uid, `<uid ${uids.size}>`);
      return uids.get(uid) as string;
    })
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/"resourceVersion":"\d+"/g, '"resourceVersion":"<version>"')
    .replace(/ in record \(\d+\)/, ' in record (<version>)')
    .replace(/kube-api-access-\w{5}/g, 'kube-api-access-<suffix>');
  return JSON.parse(names.reduce((rest, name, index) => rest.replaceAll(name, `<name ${index}>`), text));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
