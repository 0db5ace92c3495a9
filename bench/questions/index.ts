import type { Question } from '../harness/question.js';
import { build } from './build.js';
import { creates, createsFar } from './creates.js';
import { importCost } from './import.js';

/** In the order in which they are asked. */
export const questions: readonly Question[] = [importCost, build, creates, createsFar];
