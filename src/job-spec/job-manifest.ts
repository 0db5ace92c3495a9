/** A JSON value, as it came out of the YAML or goes to the API server. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where in a Job: keys and list indexes, `['spec', 'template', 'spec', 'containers', 0, 'image']`. */
export type JobPath = readonly (string | number)[];

/** An environment variable of a container, with a value or a source (`valueFrom`). */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A container of the pod template. Fields this library does not touch are carried as they are. */
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly string[] | null;
  readonly args?: readonly string[] | null;
  readonly env?: readonly EnvVar[] | null;
  readonly [field: string]: unknown;
}

/** Metadata of the Job or of its pod template. */
export interface ObjectMeta {
  readonly name?: string | null;
  readonly generateName?: string | null;
  readonly namespace?: string | null;
  readonly labels?: { readonly [key: string]: string } | null;
  readonly annotations?: { readonly [key: string]: string } | null;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes Job as plain JSON (`batch/v1`). Only the fields this library reads or writes are typed; every other
 * field, known to Kubernetes or not, is carried untouched.
 */
export interface JobManifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta | null;
  readonly spec?: {
    readonly template?: {
      readonly metadata?: ObjectMeta | null;
      readonly spec?: {
        readonly containers?: readonly (Container | null)[] | null;
        readonly restartPolicy?: string;
        readonly [field: string]: unknown;
      } | null;
      readonly [field: string]: unknown;
    } | null;
    readonly [field: string]: unknown;
  } | null;
  readonly [field: string]: unknown;
}
