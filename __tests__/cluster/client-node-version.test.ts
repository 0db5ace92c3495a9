import { expect, test } from '@jest/globals';
import { runsOn } from '../../src/cluster/credentials/client-node.js';

test.each([
  ['1.4.0', '20.19.0', true],
  ['1.4.0', '26.1.0', true],
  ['2.0.1', '20.20.2', false],
  ['2.0.1', '22.18.9', false],
  ['2.0.1', '22.19.0', true],
  ['2.0.1', '24.0.0', true],
  ['10.0.0', '20.20.2', false],
])('client-node %s on Node %s: %s', (clientNode, node, runs) => {
  expect(runsOn(clientNode, node)).toBe(runs);
});
