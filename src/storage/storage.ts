import type { Flow } from '../flow.js';

/** Where a flow's code is kept. Extend it to keep flows elsewhere than in a Docker image. */
export abstract class Storage {
  /** The image that holds the flow, or `undefined` when this storage has none: then the environment must name one. */
  abstract readonly image: string | undefined;

  /** Where the flow's file lies in the container. */
  abstract flowPath(flow: Pick<Flow, 'name' | 'slug'>): string;
}
