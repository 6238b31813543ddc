import stopPostgres from '../global-teardown.mjs';

/** Jest's global tear-down of the stack's tests: stops what the set-up started, and removes its data. */
export default async function tearDown() {
  const { stopTestStack } = await import('./test-stack.ts');
  await stopTestStack();
  await stopPostgres();
}
