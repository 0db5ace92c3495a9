/** SGR codes: what turns a style on, and off. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

export type StyleName = keyof typeof codes;

/** The text in a style, or as it is where styles are not wanted. */
export type Style = (name: StyleName, text: string) => string;

const plain: Style = (_, text) => text;

const coloured: Style = (name, text) => {
  const [on, off] = codes[name];
  return text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;
};

/** Styles for a terminal that has colours, unless `NO_COLOR` is set; Node asks the variables for us. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  return stream.isTTY && stream.hasColors() ? coloured : plain;
}
