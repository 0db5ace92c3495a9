/** Where the embedded cluster is known to differ from a real Kubernetes 1.37, and why. */
export interface Difference {
  readonly what: string;
  readonly why: string;
}

const later = 'Not built yet.';
const time = 'Time is the test’s: nothing waits that a rule of Kubernetes does not make wait.';

/** All known differences. What is not in this list is meant to be as in a real cluster: report it as a bug. */
export const declaredDifferences: readonly Difference[] = [
  { what: 'Only Jobs, Pods, Events (v1) and Namespaces are served.', why: 'What this library talks to.' },
  {
    what: 'Unknown fields are found in metadata, Job spec, pod template, pod spec, container, env, resources, volumes and their mounts; not within the sources of volumes, probes, security contexts, affinity, policies and other deep parts.',
    why: 'The table of fields is kept by hand for now.',
  },
  {
    what: 'Duplicate fields are not found: the last one wins without a word.',
    why: 'JSON.parse does not tell.',
  },
  {
    what: 'Validation covers names, labels, annotations, counts, containers, env, volume mounts, requests above limits, restartPolicy and selector; other rules of the API server are not checked.',
    why: later,
  },
  {
    what: 'The message about an immutable pod template quotes it as JSON, not in Go form.',
    why: 'Nobody can read either; both hold the values.',
  },
  { what: 'Quantities are kept as written ("0.5" stays, not "500m"); numbers become strings.', why: later },
  { what: 'The message for a body that is no JSON has the words of Node’s parser, not of Go’s.', why: later },
  {
    what: 'Indexed Jobs run as NonIndexed ones; podFailurePolicy and successPolicy are taken and ignored.',
    why: later,
  },
  {
    what: 'Native sidecars (restartPolicy Always on an init container) are run as plain init containers.',
    why: later,
  },
  {
    what: 'Probes, lifecycle hooks, activeDeadlineSeconds of a Pod, resource limits and volumes have no effect.',
    why: later,
  },
  { what: 'resourceFieldRef is left out of the environment; there are no ConfigMaps.', why: later },
  { what: 'Server-side apply is answered 415; a strategic merge patch replaces lists.', why: later },
  { what: 'Table and PartialObjectMetadata are not served: the full object comes.', why: later },
  {
    what: 'managedFields are absent; there is no quota, LimitRange, webhook or other admission.',
    why: later,
  },
  { what: 'Every token but one is unknown, and that one may do everything.', why: 'A fault answers 403.' },
  {
    what: 'Image, sandbox and container are ready at once; `ready` never lags; phase follows the container’s end at once; a followed log ends with its container.',
    why: time,
  },
  {
    what: 'The Job controller syncs at once, not once a second; only a Pod that is being deleted by someone else is looked at a second later. So states that a real one often misses are always told.',
    why: time,
  },
  { what: 'A watch without timeoutSeconds is never ended by the server.', why: time },
  { what: 'A list at a future resourceVersion is answered 504 at once, not after 3 s.', why: time },
  { what: 'A namespace is emptied at once when deleted, not after 5 s.', why: time },
  {
    what: 'Log stamps are in order across stdout and stderr, and come from a clock of milliseconds.',
    why: 'One writer.',
  },
  { what: 'Logs are never rotated, and stay until the Pod is gone.', why: later },
  {
    what: 'A local process that gets SIGTERM ends unless it handles it; as PID 1 of a container it would ignore it.',
    why: 'It is not PID 1 here.',
  },
  {
    what: 'A local process ignores workingDir, and sees the file system of the machine.',
    why: 'There is no image.',
  },
  { what: 'HTTP/1.1 without TLS; no gzip, no protobuf, no HTTP/2.', why: later },
];
