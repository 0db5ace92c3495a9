/** What speaks against a release, found without running anything. */
export function releaseProblems({ manifest, changelog, status, branch, tag, publish }) {
  const { version } = manifest;
  const problems = [];
  if (status.trim() !== '') problems.push('There are changes that are not committed.');
  if (
    !new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm').test(changelog)
  ) {
    problems.push(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD".`);
  }
  if (!publish) return problems;
  if (tag !== `v${version}` && branch !== 'main') {
    problems.push(`It is released from main or from the tag v${version}.`);
  }
  // npm compares it with where the provenance says that the package was built.
  if (manifest.repository === undefined)
    problems.push('package.json names no repository: provenance needs it.');
  return problems;
}
