export { EmbeddedCluster, type EmbeddedClusterOptions } from './embedded-cluster.js';
export { realClock, type Clock } from './clock/clock.js';
export { ManualClock } from './clock/manual-clock.js';
export { randomIds, sequentialIds, type IdGenerator } from './objects/ids.js';
export { localProcess, type LocalProcessOptions } from './node/local-process.js';
export type {
  ContainerContext,
  ContainerExit,
  ContainerRuntime,
  Image,
  ImageFunction,
  Images,
  RunningContainer,
} from './node/images.js';
export type { Secrets } from './node/container-env.js';
export type {
  Exchange,
  Fault,
  FaultAction,
  FaultHandle,
  FaultMatch,
  Faults,
  Moment,
} from './faults/faults.js';
export type { RecordedRequest } from './faults/recorded-request.js';
export type { Answer, Cut, Sink } from './api/answer.js';
export type { Verb } from './api/request.js';
export { declaredDifferences, type Difference } from './differences.js';
export type * from './objects/types.js';
