import { describe, expect, test } from '@jest/globals';
import { ApiConnectionError, ApiResponseError, CredentialsError } from '../../src/cluster/errors.js';
import { MAX_ATTEMPTS, Retries, fullJitter } from '../../src/cluster/retry.js';

const most = () => 1;
const least = () => 0;
const answered = (status: number, facts: object = {}) => new ApiResponseError('x', { status, ...facts });
const broken = (code: string) =>
  new ApiConnectionError('x', { cause: Object.assign(new Error('x'), { code }) });
const delays = (failure: unknown, random = most): (number | undefined)[] => {
  const retries = new Retries(random);
  return Array.from({ length: MAX_ATTEMPTS }, () => retries.delay(failure));
};

describe('back-off', () => {
  test('doubles its limit from half a second to 15 s, and lies anywhere below it', () => {
    expect([1, 2, 3, 5, 6, 7, 50, 5000].map((failures) => fullJitter(failures, most))).toEqual([
      500, 1000, 2000, 8000, 15_000, 15_000, 15_000, 15_000,
    ]);
    expect(fullJitter(3, least)).toBe(0);
    expect(fullJitter(3, () => 0.25)).toBe(500);
  });

  test.each([429, 500, 502, 503, 504, 409])('tries a %d again nine times', (status) => {
    expect(delays(answered(status))).toEqual([
      500,
      1000,
      2000,
      4000,
      8000,
      15_000,
      15_000,
      15_000,
      15_000,
      undefined,
    ]);
  });

  test.each(['ECONNRESET', 'ECONNREFUSED', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET'])(
    'tries a connection that ended with %s again',
    (code) => {
      expect(delays(broken(code))[0]).toBe(500);
    },
  );

  test.each([
    ['a 400', answered(400)],
    ['a 401', answered(401)],
    ['a 404', answered(404)],
    ['a 410', answered(410)],
    ['a 413', answered(413)],
    ['a 422', answered(422)],
    ['a terminating namespace', answered(403, { causes: [{ reason: 'NamespaceTerminating' }] })],
    ['a certificate that is refused', broken('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['another name in the certificate', broken('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['plain HTTP where TLS was expected', broken('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['missing credentials', new CredentialsError('x')],
    ['an error of nobody knows what', new Error('x')],
  ])('does not try %s again', (_, failure) => {
    expect(delays(failure)[0]).toBeUndefined();
  });

  test('looks at a 403 a second time, late, and not a third time', () => {
    expect(delays(answered(403), least).slice(0, 2)).toEqual([2000, undefined]);
  });

  test('waits at least as long as Retry-After asks, up to a minute, and spreads beyond it', () => {
    expect(delays(answered(429, { retryAfterSeconds: 7 }), least)[0]).toBe(7000);
    expect(delays(answered(503, { retryAfterSeconds: 7 }), most)[0]).toBe(7500);
    expect(delays(answered(503, { retryAfterSeconds: 86_400 }), least)[0]).toBe(60_000);
    for (const odd of [-5, NaN]) expect(delays(answered(429, { retryAfterSeconds: odd }), least)[0]).toBe(0);
  });
});
