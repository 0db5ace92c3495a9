/**
 * Takes out what may be a token or key: words of 16 and more characters that no sentence has. For the words of foreign
 * programs and libraries about credentials.
 */
export function hideOpaque(text: string): string {
  return text.replace(/[\w+/=.~-]{16,}/g, '…');
}
