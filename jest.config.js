const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '\\.(ts|mjs)$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/runtime/', '<rootDir>/.demo/'],
};

const beside = ['lifecycle', 'ledger', 'systems', 'nodes', 'sandbox', 'cli', 'credentials', 'scripts'];

/** @type {import('jest').Config} */
module.exports = {
  // A limit for what hangs, not for what is slow: machines are shared.
  testTimeout: 30_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: beside.map((folder) => `<rootDir>/${folder}/**/*.test.ts`) },
    {
      ...common,
      displayName: 'stores',
      testMatch: ['<rootDir>/test/stores/**/*.test.ts'],
      globalSetup: '<rootDir>/test/stores/support/setup.mjs',
      globalTeardown: '<rootDir>/test/stores/support/teardown.mjs',
    },
    {
      ...common,
      displayName: 'directory',
      testMatch: ['<rootDir>/test/directory/**/*.test.ts'],
      globalSetup: '<rootDir>/test/directory/support/setup.ts',
      globalTeardown: '<rootDir>/test/directory/support/teardown.ts',
    },
    { ...common, displayName: 'package', testMatch: ['<rootDir>/test/package/**/*.test.ts'] },
    { ...common, displayName: 'nodes', testMatch: ['<rootDir>/test/nodes/**/*.test.ts'] },
    { ...common, displayName: 'scenarios', testMatch: ['<rootDir>/test/scenarios/**/*.test.ts'] },
    { ...common, displayName: 'contract', testMatch: ['<rootDir>/test/contract/**/*.test.ts'] },
    { ...common, displayName: 'pages', testMatch: ['<rootDir>/test/pages/**/*.test.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
};
