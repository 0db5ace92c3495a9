import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { Table } from './measure.js';

/** What answering a question gave: `bench/results/NAME.json`. */
export interface Results {
  readonly question: string;
  readonly asks: string;
  /** `2026-11-25` */
  readonly date: string;
  readonly machine: Machine;
  readonly tables: readonly Table[];
}

export function writeResults(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(results, fourDigits, 2).replace(numberLists, onOneLine);
  writeFileSync(join(folder, `${results.question}.json`), `${text}\n`);
}

export function readResults(folder: string): Results[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Results);
}

function fourDigits(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

const numberLists = /\[\s+(?:-?[\d.e+-]+,?\s+)+\]/g;

function onOneLine(list: string): string {
  return list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']');
}
