/** Jest's global tear-down: stops the run's PostgreSQL and removes its data. */
export default async function tearDown() {
  const { stopTestServer } = await import('../libs/testing/src/test-server.ts');
  await stopTestServer();
}
