import '../tools/typescript.mjs';

/** Jest's global set-up: one real PostgreSQL for the whole run. Set-up files run outside Jest's own resolver. */
export default async function setUp() {
  const { startTestServer } = await import('../libs/testing/src/test-server.ts');
  await startTestServer();
}
