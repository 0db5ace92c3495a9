/** Tests run on the TypeScript sources; types are checked by `npm run types`, a step of its own. */
export default {
  preset: 'ts-jest/presets/default-esm',
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  // No test waits for a clock; this only bounds one that hangs, also on a machine that is busy with other things.
  testTimeout: 60_000,
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^kubernetes-job-environment$': '<rootDir>/src/index.ts',
    '^kubernetes-job-environment/opentelemetry$': '<rootDir>/src/opentelemetry/index.ts',
    '^kubernetes-job-environment/runtime$': '<rootDir>/src/runtime/index.ts',
    '^kubernetes-job-environment/testing$': '<rootDir>/src/testing/index.ts',
  },
};
