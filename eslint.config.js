import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the rooms of `src`: a room may import from itself, from the files at the root of
 * `src`, and from the rooms listed here. Type-only imports of listed "types" rooms are allowed too.
 * @type {Record<string, { from: string[], types?: string[] }>}
 */
const arrows = {
  schema: { from: [] },
  'job-spec': { from: ['schema'] },
  storage: { from: [] },
  job: { from: ['job-spec'] },
  runtime: { from: ['job', 'job-spec', 'storage'], types: ['environments'] },
  cluster: { from: ['job', 'job-spec'] },
  environments: { from: ['schema', 'job', 'job-spec', 'storage', 'runtime', 'cluster'] },
  monitor: { from: ['cluster', 'job', 'job-spec'] },
  opentelemetry: { from: [] },
  testing: { from: ['schema'], types: ['job-spec', 'cluster'] },
};
const rooms = [...Object.keys(arrows), 'cli'];

/** A room as its neighbours write it, from files of any depth. */
const pathsTo = (room) => [1, 2, 3].map((depth) => `${'../'.repeat(depth)}${room}/**`);

/** Only types of client-node are imported outside its adapter, so that importing the library costs nothing. */
const clientNode = {
  group: ['@kubernetes/client-node', '@kubernetes/client-node/*'],
  allowTypeImports: true,
  message: 'Outside src/cluster/credentials/kube-config.ts import only types of client-node.',
};

const boundaries = Object.entries(arrows).map(([room, { from, types = [] }]) => {
  const closed = rooms.filter((other) => other !== room && !from.includes(other) && !types.includes(other));
  const patterns = [clientNode];
  if (closed.length > 0) {
    patterns.push({
      group: closed.flatMap(pathsTo),
      message: `src/${room} must not import from there (see eslint.config.js).`,
    });
  }
  if (types.length > 0) {
    patterns.push({
      group: types.flatMap(pathsTo),
      allowTypeImports: true,
      message: `src/${room} may import only types from there.`,
    });
  }
  if (room === 'testing') {
    patterns.push({
      group: ['../*.js'],
      allowTypeImports: true,
      message: 'src/testing imports nothing of the library but types.',
    });
  }
  return {
    files: [`src/${room}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
});

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      'coverage/',
      'node_modules/',
      'docs/api/',
      '__tests__/fixtures/',
      'scripts/matrix/programs/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-console': 'error' } },
  ...boundaries,
  {
    files: ['src/cluster/credentials/kube-config.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['bench/**/*.js'],
    languageOptions: {
      globals: { Buffer: 'readonly', performance: 'readonly', structuredClone: 'readonly' },
    },
  },
);
