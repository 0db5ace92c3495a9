/**
 * The largest Job spec that is read, in bytes of UTF-8, and the most that aliases may make of it: 1.5 MiB. etcd refuses
 * larger requests (`--max-request-bytes`, https://etcd.io/docs/v3.6/dev-guide/limit/), so no cluster can hold more.
 */
export const MAX_SPEC_BYTES = 1_572_864;

/**
 * The deepest nesting of maps and lists that is read. Kubernetes' own fields end at about 20. Without a bound, the
 * recursion of the YAML composer would end in a stack overflow, at a depth that depends on the caller.
 */
export const MAX_SPEC_DEPTH = 100;
