/** Where the embedded cluster is known to differ from a real Kubernetes 1.37, and why. */
export interface Difference {
  readonly id: string;
  readonly what: string;
  readonly why: string;
}

const later = 'Not built yet.';
const time = 'Time is the test’s: nothing waits that a rule of Kubernetes does not make wait.';

/** All known differences. What is not in this list is meant to be as in a real cluster: report it as a bug. */
export const declaredDifferences = [
  {
    id: 'resources',
    what: 'Only Jobs, Pods, Events (v1) and Namespaces and evictions are served: no service accounts, budgets, nodes, quotas.',
    why: 'What this library talks to.',
  },
  {
    id: 'validation',
    what: 'Rules about security contexts, affinity, probes, lifecycle hooks, topology, DNS and the sources of volumes are not checked; of the warnings those about names, variables, fractions of bytes and grace are given.',
    why: 'None of these matters to what a Job does here.',
  },
  {
    id: 'go-values',
    what: 'The message about a changed template quotes it as JSON, not in Go form, and that about a changed Pod does not show the change.',
    why: 'Nobody can read either; both hold the values.',
  },
  {
    id: 'pod-features',
    what: 'Probes, lifecycle hooks, activeDeadlineSeconds of a Pod, resource limits and volumes have no effect.',
    why: later,
  },
  {
    id: 'resource-field-ref',
    what: 'resourceFieldRef is left out of the environment; there are no ConfigMaps.',
    why: later,
  },
  {
    id: 'patches',
    what: 'Server-side apply is answered 415.',
    why: later,
  },
  {
    id: 'openapi',
    what: 'OpenAPI tells which parameters requests take, and has no schemas: kubectl apply works, kubectl explain does not.',
    why: 'kubectl knows the types by itself.',
  },
  {
    id: 'managed-fields',
    what: 'managedFields are absent; there is no quota, LimitRange, webhook or other admission.',
    why: later,
  },
  {
    id: 'tokens',
    what: 'Every token but one is unknown, and that one may do everything.',
    why: 'A fault answers 403.',
  },
  {
    id: 'node-time',
    what: 'Image, sandbox and container are ready at once; `ready` never lags; phase follows the container’s end at once; a followed log ends with its container; what can not start for its name or configuration is not tried again.',
    why: time,
  },
  {
    id: 'controller-time',
    what: 'The Job controller syncs at once, not once a second; only a Pod that is being deleted by someone else is looked at a second later. What ends at the same moment is counted at once for Indexed Jobs only. So states that a real one often misses are always told.',
    why: time,
  },
  {
    id: 'watch-end',
    what: 'A watch without timeoutSeconds is never ended by the server; bookmarks come at other times.',
    why: time,
  },
  {
    id: 'list-time',
    what: 'A list at a future resourceVersion is answered 504 at once, not after 3 s.',
    why: time,
  },
  { id: 'namespace-time', what: 'A namespace is emptied at once when deleted, not after 5 s.', why: time },
  {
    id: 'log-stamps',
    what: 'Log stamps are in order across stdout and stderr, and come from a clock of milliseconds.',
    why: 'One writer.',
  },
  { id: 'log-rotation', what: 'Logs are never rotated, and stay until the Pod is gone.', why: later },
  {
    id: 'signals',
    what: 'A local process that gets SIGTERM ends unless it handles it; as PID 1 of a container it would ignore it.',
    why: 'It is not PID 1 here.',
  },
  {
    id: 'process-files',
    what: 'A local process ignores workingDir, and sees the file system of the machine.',
    why: 'There is no image.',
  },
  {
    id: 'transport',
    what: 'HTTP/1.1, with TLS only when asked for; no gzip, no protobuf, no HTTP/2, no YAML answers.',
    why: later,
  },
] as const satisfies readonly Difference[];

export type DifferenceId = (typeof declaredDifferences)[number]['id'];
