import type { Redact } from '../../job/redact.js';

/**
 * Hides what an `Authorization` header holds from a text: an API server never repeats it, but a proxy or login page
 * before it may.
 */
export function hideCredentials(authorization: unknown): Redact {
  if (typeof authorization !== 'string') return (text) => text;
  const secret = authorization.slice(authorization.indexOf(' ') + 1);
  return secret === '' ? (text) => text : (text) => text.replaceAll(secret, '***');
}
