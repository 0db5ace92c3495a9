import { spawnSync } from 'node:child_process';
import { root } from '../prepare.js';

/** Asks the registry for known weaknesses of what is installed. Where it cannot be asked, that is said and no failure. */
export function audit() {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const report = parsed(stdout);
  const counts = report?.metadata?.vulnerabilities;
  if (counts === undefined) {
    console.log(
      `audit: the registry did not answer (${report?.message ?? 'no network'}), so nothing is known`,
    );
    return 0;
  }
  for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {})) {
    console.error(`audit: ${name} ${range} (${severity}); see npm audit`);
  }
  if (counts.total === 0) console.log('audit: no known weakness');
  return counts.total === 0 ? 0 : 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
