import { existsSync, readFileSync } from 'node:fs';

/**
 * Prints "N passed, N failed" as the last line, from what jest wrote to `file`; gives the exit code. A step that failed,
 * other than the tests themselves, counts as one failure, and so do tests of which nothing was written.
 */
export function conclude(file, failedSteps) {
  const counts = { passed: 0, failed: failedSteps.filter((name) => name !== 'tests').length, skipped: 0 };
  if (existsSync(file)) {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    counts.passed = results.numPassedTests;
    counts.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
    counts.skipped = results.numPendingTests;
  }
  if (failedSteps.length > 0) {
    counts.failed ||= 1;
    console.log(`\nFailed: ${failedSteps.join(', ')}`);
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}
