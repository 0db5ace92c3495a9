import config from './jest.config.js';

/** The tests on a real Kubernetes: `npm run test:e2e`, which builds what they start. */
export default {
  ...config,
  testMatch: ['**/__tests__/e2e/**/*.e2e.ts'],
  moduleNameMapper: {
    // The cluster starts programs of its own beside it, which Node must be able to run: the compiled files.
    '^(?:\\.\\./)+e2e/(.*)\\.js$': '<rootDir>/build/e2e/$1.js',
    ...config.moduleNameMapper,
  },
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/scripts/exit-when-done.js'],
  // A cluster is six processes.
  maxWorkers: 1,
};
