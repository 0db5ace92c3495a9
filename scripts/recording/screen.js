/** The lines of a screen, each as pieces of one style: `{ text, colour, bold, dim }`. */
export function readScreen({ buffer: { active }, rows }) {
  return Array.from({ length: rows }, (_, row) => readLine(active.getLine(active.baseY + row)));
}

function readLine(line) {
  const pieces = [];
  for (let column = 0; column < (line?.length ?? 0); column += 1) {
    const cell = line.getCell(column);
    const style = {
      colour: cell.isFgPalette() ? cell.getFgColor() : undefined,
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
    };
    const text = cell.getChars() || ' ';
    const last = pieces.at(-1);
    if (last !== undefined && isSame(last, style)) last.text += text;
    else pieces.push({ column, text, ...style });
  }
  const last = pieces.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  return pieces.filter(({ text }) => text.trim() !== '');
}

function isSame(a, b) {
  return a.colour === b.colour && a.bold === b.bold && a.dim === b.dim;
}
