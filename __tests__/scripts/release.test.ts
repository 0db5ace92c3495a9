import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));
const { releaseProblems } = await import(`${scripts}release/problems.js`);

const good = {
  manifest: { version: '1.2.3', repository: 'x' },
  changelog: '# Changelog\n\n## [1.2.3] - 2026-11-28\n',
  status: '',
  branch: 'main',
  tag: '',
  publish: true,
};

test.each([
  ['nothing', {}, []],
  ['changes', { status: ' M README.md\n' }, [/not committed/]],
  ['no section', { changelog: '## [Unreleased]\n\n## [1.2.30] - 2026-11-28' }, [/no section/]],
  ['another branch', { branch: 'mine' }, [/from main/]],
  ['no branch but the tag', { branch: 'HEAD', tag: 'v1.2.3' }, []],
  ['no repository', { manifest: { version: '1.2.3' } }, [/repository/]],
  ['a dry run from a branch', { publish: false, branch: 'mine', manifest: { version: '1.2.3' } }, []],
])('%s speaks against a release', (_, change, expected) => {
  const problems = releaseProblems({ ...good, ...change });
  expect(problems).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});
