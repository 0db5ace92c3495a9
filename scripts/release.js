import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.js';
import { releaseProblems } from './release/problems.js';

// npm run release [-- --publish]: checks everything and packs; publishes only when told to.
const publish = process.argv.includes('--publish');

const steps = {
  'what speaks against it': () => {
    const problems = releaseProblems({
      manifest: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
      changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
      status: git('status', '--porcelain'),
      branch: git('rev-parse', '--abbrev-ref', 'HEAD'),
      tag: git('tag', '--points-at', 'HEAD'),
      publish,
    });
    for (const problem of problems) console.error(problem);
    return problems.length;
  },
  'all tests': () => run('bash', ['.ci/run']),
  'each Node and client-node': () => run('npm', ['--silent', 'run', 'test:matrix']),
  // Provenance is written where a CI vouches for the build, and refused elsewhere.
  publish: () => run('npm', ['publish', '--access=public', publish ? '--provenance' : '--dry-run']),
};

for (const [name, step] of Object.entries(steps)) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  if (step() === 0) continue;
  console.error(`\nNot released: ${name}`);
  process.exit(1);
}
console.log(publish ? '\nPublished.' : '\nAll is well. Nothing was published: npm run release -- --publish');

function git(...args) {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim();
}
