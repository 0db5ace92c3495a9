import type { V1Container, V1JobSpec, V1PodSpec } from '../schema/job-types.js';

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

/** A container of the pod template. Fields that Kubernetes does not know are carried as they are. */
export interface Container extends Omit<V1Container, 'name' | 'image' | 'command' | 'args' | 'env'> {
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

/** The pod of the template. */
export interface PodSpec extends Omit<V1PodSpec, 'containers' | 'restartPolicy'> {
  readonly containers?: readonly (Container | null)[] | null;
  readonly restartPolicy?: string;
  readonly [field: string]: unknown;
}

/** What the pods of the Job are made from. */
export interface PodTemplate {
  readonly metadata?: ObjectMeta | null;
  readonly spec?: PodSpec | null;
  readonly [field: string]: unknown;
}

/** How the Job runs its pods. */
export interface JobManifestSpec extends Omit<V1JobSpec, 'template'> {
  readonly template?: PodTemplate | null;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes Job as plain JSON (`batch/v1`). The fields that Kubernetes 1.37 knows are typed; every other field is
 * carried untouched. (A Job of YAML may hold null, or with `validation: 'warn'` anything else, where a type says
 * otherwise.)
 */
export interface JobManifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta | null;
  readonly spec?: JobManifestSpec | null;
  readonly [field: string]: unknown;
}
