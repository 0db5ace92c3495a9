import { readFileSync, writeFileSync } from 'node:fs';
import type { Script } from './corpus/script.js';
import type { Answer } from './run-script.js';

const fileOf = ({ name }: Script): URL => new URL(`../fixtures/conformance/${name}.json`, import.meta.url);

/** What the real Kubernetes answered when it was last asked. */
export const readAnswers = (script: Script): Answer[] =>
  JSON.parse(readFileSync(fileOf(script), 'utf8')) as Answer[];

export const writeAnswers = (script: Script, answers: readonly Answer[]): void =>
  writeFileSync(fileOf(script), `${JSON.stringify(answers, null, 1)}\n`);
