import type { Clock } from '../clock/clock.js';
import type { Pod } from '../objects/types.js';
import type { Registry } from '../store/registry.js';
import type { ContainerLog } from '../node/container-log.js';
import type { Answer } from './answer.js';
import type { Shape } from './form.js';
import type { ResourceRequest } from './request.js';
import type { WireRequest } from './server.js';

/** Where the API server finds the logs of containers: the kubelet. */
export interface LogSource {
  /** The log of the container's present run, or of the run before it. */
  containerLog(pod: Pod, container: string, previous: boolean): ContainerLog | undefined;
}

/** What every handler works with. */
export interface ApiContext {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logs: LogSource;
}

/** A request for a resource, with what came along. */
export interface ApiRequest extends ResourceRequest {
  readonly wire: WireRequest;
  readonly query: URLSearchParams;
  /** How the client wants objects. */
  readonly shape: Shape;
}

export type Handler = (context: ApiContext, request: ApiRequest) => Answer;
