import { build } from 'esbuild';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inlined } from './package/inlined.js';
import { root } from './prepare.js';

// node scripts/bundle.js [FOLDER]: joins the modules of src to a file for each entry, and chunks that entries share.
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
// Their names change with what they hold.
rmSync(join(dist, 'chunks'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['index', 'runtime/index', 'testing/index', 'opentelemetry/index', 'cli/main'].map(
    (entry) => `src/${entry}.ts`,
  ),
  outbase: 'src',
  outdir: dist,
  // As deep as dist/cli: see src/cli/package-file.ts.
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  alias: Object.fromEntries(
    Object.entries(inlined).map(([name, { module }]) => [name, join(root, 'node_modules', name, module)]),
  ),
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});

const notices = Object.entries(inlined).map(([name, { licence }]) => {
  const [text, manifest] = [licence, 'package.json'].map((file) =>
    readFileSync(join(root, 'node_modules', name, file), 'utf8'),
  );
  return `${name} ${JSON.parse(manifest).version}\n\n${text}`;
});
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), notices.join('\n'));
