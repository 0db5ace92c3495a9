import { createHash } from 'node:crypto';

/** Ten hexadecimal digits that stand for a text: 40 bits of its SHA-256. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
