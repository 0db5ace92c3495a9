import { buildPrograms } from '../../e2e/cluster/go-build.js';
import { contestantFile } from './paths.js';

/**
 * A program of bench/contestants/go, built through Go and kept in the cache.
 * @throws {MissingPrerequisiteError} if it must be built and there is no Go.
 */
export async function goProgram(name: string, report: (line: string) => void): Promise<string> {
  const module = {
    name: 'bench',
    directory: contestantFile('go'),
    ldflags: '-s -w',
    programs: { [name]: `./${name}` },
  };
  return (await buildPrograms([module], report))[name] ?? '';
}
