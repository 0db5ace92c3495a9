import { expect, test } from '@jest/globals';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';

test('these tests run with client-node 2.x, whose requests have no agent of node:http', () => {
  expect(new RequestContext('http://127.0.0.1', HttpMethod.GET)).not.toHaveProperty('getAgent');
});
