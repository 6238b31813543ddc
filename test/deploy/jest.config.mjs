import base from '../../jest.config.mjs';

/** What is shipped besides the code: image, Compose, chart, overlays, operators' resources, rules, dashboards, runbooks. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/deploy'],
  testMatch: ['**/*.deploy.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/test/deploy/global-setup.mjs',
  globalTeardown: '<rootDir>/test/stack/global-teardown.mjs',
  testTimeout: 60_000,
};
