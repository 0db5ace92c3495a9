import type { Question } from '../harness/question.js';
import { build } from './build.js';
import { creates, createsFar } from './creates.js';
import { embedded } from './embedded.js';
import { importCost } from './import.js';
import { logs } from './logs.js';
import { requests } from './requests.js';
import { settle } from './settle.js';
import { spec } from './spec.js';
import { watchCpu, watchMemory } from './watch.js';

/** In the order in which they are asked. */
export const questions: readonly Question[] = [
  importCost,
  build,
  spec,
  creates,
  createsFar,
  requests,
  settle,
  watchMemory,
  watchCpu,
  logs,
  embedded,
];
