import type { Command } from '../harness/programs.js';
import { goProgram } from '../programs/go-program.js';
import { contestantFile } from '../programs/paths.js';

export const monitor = 'JobMonitor';
export const informer = 'client-node informers';
export const goInformer = 'client-go informers';

/** Who watches Jobs and Pods. */
export async function watchers(report: (line: string) => void): Promise<[string, Command][]> {
  return [
    [monitor, watcher('watch-monitor')],
    [informer, watcher('watch-informer')],
    [goInformer, [await goProgram('watch', report)]],
  ];
}

export function watcher(program: string, ...args: readonly string[]): Command {
  return [process.execPath, '--expose-gc', contestantFile('node', `${program}.js`), ...args];
}
