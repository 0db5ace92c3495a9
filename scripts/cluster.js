import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildE2e, buildIfChanged, install, root } from './prepare.js';

process.exitCode = install() || buildIfChanged() || buildE2e();
if (process.exitCode === 0) {
  const main = join(root, 'build/e2e/cluster/main.js');
  const cluster = spawn(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; this one stays until the cluster is gone.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => cluster.kill('SIGTERM'));
  cluster.on('exit', (code) => (process.exitCode = code ?? 1));
}
