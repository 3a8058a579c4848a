const { readdirSync } = require('node:fs');

const libs = readdirSync(`${__dirname}/libs`);

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: Object.fromEntries(
    libs.map((name) => [`^@trademaster/${name}$`, `<rootDir>/libs/${name}/src/index.ts`]),
  ),
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stack/'],
};

/**
 * unit: pure, offline, no services. integration: against the real Kafka, PostgreSQL and MLflow that
 * `with-stack` has started. e2e: the whole system as separate processes. browser: the same through the page, in a real
 * Chromium. full: what is too long for every time.
 */
module.exports = {
  // Jest leaves a core free, which on two would be half the machine. `--runInBand` still means one.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/support/fresh-kernel.cjs',
  projects: [
    {
      ...base,
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,stack,bench,chaos,documents,test}/**/*.spec.ts'],
    },
    {
      ...base,
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs,stack,bench,chaos,documents,test}/**/*.int-spec.ts'],
    },
    {
      ...base,
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
      displayName: 'e2e',
      testMatch: ['<rootDir>/{apps,libs,stack,bench,chaos,documents,test}/**/*.e2e-spec.ts'],
    },
    {
      ...base,
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
      displayName: 'browser',
      testMatch: ['<rootDir>/test/**/*.browser-spec.ts'],
    },
    {
      ...base,
      setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
      displayName: 'full',
      testMatch: ['<rootDir>/{apps,libs,stack,bench,chaos,documents,test}/**/*.full-spec.ts'],
    },
  ],
};
