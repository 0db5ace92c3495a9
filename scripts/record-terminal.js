import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfChanged, install, root } from './prepare.js';

/** npm run record: writes docs/terminal.svg, the picture in the README, from a real session. */
process.exitCode = install() || buildIfChanged();
if (process.exitCode === 0) {
  const { recordSession } = await import('./recording/session.js');
  const { renderSvg } = await import('./recording/svg.js');
  const recording = await recordSession();
  writeFileSync(join(root, 'docs/terminal.svg'), renderSvg(recording));
  console.log(
    `docs/terminal.svg: ${recording.frames.length} frames, ${recording.frames.at(-1).time / 1000} s`,
  );
}
