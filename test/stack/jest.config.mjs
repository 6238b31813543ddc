import base from '../../jest.config.mjs';

/** What needs a real Kafka and Elasticsearch: adapters in their libs, and the six services with them. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['**/*.stack.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/test/stack/global-setup.mjs',
  globalTeardown: '<rootDir>/test/stack/global-teardown.mjs',
  // the engines take a core themselves
  maxWorkers: 1,
  testTimeout: 90_000,
};
