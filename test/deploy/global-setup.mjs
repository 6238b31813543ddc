import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import startEngines from '../stack/global-setup.mjs';

/** Jest's global set-up: the tools (WIREDESK_TEST_TOOLS), then PostgreSQL, Kafka and Elasticsearch. */
export default async function setUp() {
  const script = fileURLToPath(new URL('install-tools.sh', import.meta.url));
  const output = execFileSync(script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  process.env['WIREDESK_TEST_TOOLS'] = output.trim().split('\n').at(-1);
  await startEngines();
}
