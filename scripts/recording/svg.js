const FONT = 14;
const WIDTH = 8.43;
const HEIGHT = 19;
const MARGIN = 16;
/** How long the last frame stays, in milliseconds. */
const LAST = 6_000;

const background = '#16181d';
const foreground = '#d7dae0';
/** The colours 1 to 6 of terminals: red, green, yellow, blue, magenta, cyan. */
const palette = [undefined, '#f2777a', '#8cc570', '#ecc56f', '#6fa8f0', '#c792ea', '#5cc6cf'];

/**
 * An animated picture of a recording: its frames side by side, of which one after the other is moved into sight. Who
 * wants no motion sees the last. Each line is drawn once, however many frames have it.
 */
export function renderSvg({ columns, rows, frames }) {
  const [width, height] = [Math.ceil(columns * WIDTH) + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN];
  const duration = frames.at(-1).time + LAST;
  const lines = new Map();
  const idOf = (line) => {
    const drawn = drawLine(line);
    if (!lines.has(drawn)) lines.set(drawn, `l${lines.size}`);
    return lines.get(drawn);
  };
  const drawnFrames = frames.map(({ lines: all }, index) => {
    const uses = all.flatMap((line, row) =>
      line.length === 0 ? [] : [`<use href="#${idOf(line)}" y="${row * HEIGHT}"/>`],
    );
    return `<g transform="translate(${index * width} 0)">${uses.join('')}</g>`;
  });
  const steps = frames.map(
    ({ time }, index) =>
      `${((time / duration) * 100).toFixed(3)}%{transform:translateX(${-index * width}px)}`,
  );
  const last = `translateX(${-(frames.length - 1) * width}px)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal: kje validates a Job YAML, runs it and shows its timeline">
<style>
text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:${foreground};white-space:pre}
.b{font-weight:bold}.d{opacity:.6}${palette.map((colour, index) => (colour ? `.c${index}{fill:${colour}}` : '')).join('')}
.film{transform:${last};animation:film ${duration}ms step-end infinite}
@keyframes film{${steps.join('')}100%{transform:${last}}}
@media (prefers-reduced-motion:reduce){.film{animation:none}}
</style>
<defs>${[...lines].map(([drawn, id]) => `<g id="${id}">${drawn}</g>`).join('\n')}</defs>
<rect width="${width}" height="${height}" rx="8" fill="${background}"/>
<svg x="${MARGIN}" y="${MARGIN}" width="${width - 2 * MARGIN}" height="${height - 2 * MARGIN}"><g class="film">
${drawnFrames.join('\n')}
</g></svg>
</svg>
`;
}

function drawLine(pieces) {
  return pieces
    .map(({ column, text, colour, bold, dim }) => {
      const classes = [
        bold && 'b',
        dim && 'd',
        colour !== undefined && palette[colour] && `c${colour}`,
      ].filter(Boolean);
      const style = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
      const lead = text.length - text.trimStart().length;
      const shown = text.trim();
      const place = `x="${((column + lead) * WIDTH).toFixed(2)}" y="${FONT}"`;
      // Fonts differ in width; the columns of a terminal do not.
      return `<text ${place} textLength="${(shown.length * WIDTH).toFixed(2)}" lengthAdjust="spacingAndGlyphs"${style}>${escapeXml(shown)}</text>`;
    })
    .join('');
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
