import { describe, expect, test } from '@jest/globals';
import { Normaliser } from './normalise.js';

/** How an answer of an overloaded server is compared: its headers. */
function headersOf(retryAfter: string, status = 429): Record<string, string> {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'retry-after': retryAfter };
  return new Normaliser().answer('a GET', { status, headers, body: Buffer.from('') }, undefined).headers;
}

describe('the answers of two clusters', () => {
  test('are the same where only the seconds differ that an overloaded server asks for', () => {
    expect(headersOf('2')).toEqual(headersOf('1'));
    expect(headersOf('32')).toEqual(headersOf('1'));
  });

  test('differ where what is asked for is no number of seconds above 0, or comes with another status', () => {
    expect(headersOf('0')).not.toEqual(headersOf('1'));
    expect(headersOf('soon')).not.toEqual(headersOf('1'));
    expect(headersOf('2', 500)).not.toEqual(headersOf('1', 500));
  });
});
