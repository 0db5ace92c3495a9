import type { Resource } from '../objects/types.js';
import type { ResourceDefinition } from './definition.js';
import { events } from './events.js';
import { jobs } from './jobs.js';
import { namespaces } from './namespaces.js';
import { pods } from './pods.js';

export type Definitions = { readonly [R in Resource]: ResourceDefinition<R> };

/** The resources the cluster serves. */
export const definitions: Definitions = { jobs, pods, events, namespaces };
