import config from './jest.config.js';

/** The tests of what talks to a cluster, with client-node 2.x, which needs a newer Node: run by __tests__/e2e. */
export default {
  ...config,
  testMatch: [
    '**/__tests__/{cluster,environments}/*.test.ts',
    '**/__tests__/testing/client-node.test.ts',
    '**/__tests__/e2e/clients/is-client-node-2.ts',
  ],
  moduleNameMapper: {
    '^@kubernetes/client-node$': process.env.CLIENT_NODE,
    ...config.moduleNameMapper,
  },
};
