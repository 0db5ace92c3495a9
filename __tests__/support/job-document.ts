/** The Job of a YAML text that holds other objects beside it. */
export function jobDocument(text: string): string {
  return text.split(/^---.*\n/m).find((document) => /^kind: Job$/m.test(document)) ?? text;
}
