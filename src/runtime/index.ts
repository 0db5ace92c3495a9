export { FlowFailedError, FlowLoadError } from './errors.js';
export { loadAndRunFlow } from './load-and-run-flow.js';
export type { LoadAndRunFlowOptions } from './load-and-run-flow.js';
