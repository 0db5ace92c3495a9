import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The picture of these frames, drawn as `npm run record` draws it: a program of its own, as scripts are. */
function draw(recording: object): string {
  const program = `
    import { renderSvg } from './scripts/recording/svg.js';
    process.stdout.write(renderSvg(${JSON.stringify(recording)}));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

test('the picture of a terminal shows one frame after the other, and each line is drawn once', () => {
  const line = [{ column: 0, text: '$ a < b & c', bold: true, dim: false, colour: 2 }];
  const frames = [
    { time: 0, lines: [[], line] },
    { time: 4000, lines: [line, line] },
  ];
  const svg = draw({ columns: 10, rows: 2, frames });
  expect(svg.match(/<text /g)).toHaveLength(1);
  expect(svg).toContain('class="b c2">$ a &lt; b &amp; c</text>');
  expect(svg.match(/<use /g)).toHaveLength(3);
  expect(svg).toContain('0.000%{transform:translateX(0px)}40.000%{transform:translateX(-117px)}');
});

test('the picture in the README is of the session that is recorded', () => {
  const script = readFileSync(`${root}scripts/recording/script.js`, 'utf8');
  const commands = [...script.matchAll(/^ {2}'(.*)',$/gm)].map(([, command = '']) => command);
  const svg = readFileSync(`${root}docs/terminal.svg`, 'utf8');
  expect(commands.length).toBeGreaterThan(2);
  for (const command of commands) expect(svg).toContain(`>$ ${command}</text>`);
  expect(readFileSync(`${root}README.md`, 'utf8')).toContain('](docs/terminal.svg)');
});
