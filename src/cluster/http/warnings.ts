const warning = /(\d{3})[ \t]+\S+[ \t]+"((?:[^"\\]|\\.)*)"/gs;

/**
 * The texts of an answer's `Warning:` headers. Kubernetes sends code 299 only, as client-go expects
 * (https://datatracker.ietf.org/doc/html/rfc7234#section-5.5).
 */
export function parseWarnings(headers: readonly string[] | undefined): string[] {
  const texts: string[] = [];
  for (const header of headers ?? []) {
    for (const [, code, quoted] of header.matchAll(warning)) {
      if (code === '299' && quoted !== undefined) texts.push(utf8(quoted.replace(/\\(.)/gs, '$1')));
    }
  }
  return texts;
}

/** Node reads header bytes as Latin-1; the API server writes UTF-8. */
function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
