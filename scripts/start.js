import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfChanged, install, root } from './prepare.js';

process.exitCode = install() || buildIfChanged();
if (process.exitCode === 0) {
  const example = spawn(process.execPath, [join(root, 'build/examples/main.js'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  // The terminal sends Ctrl-C to both; this one stays until the example has cleaned up.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => example.kill('SIGTERM'));
  example.on('exit', (code) => (process.exitCode = code ?? 1));
}
