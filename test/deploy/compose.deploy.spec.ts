import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '#platform';
import { apiPaths } from './code-facts.js';
import { resolveCompose, type ComposeFile, type ComposeService } from './compose-file.js';
import { edgePaths } from './edge.js';
import { filesOf, read, runTool } from './tool.js';

/** Members of the Compose specification that docker-compose 1.29 and Compose 2 both know and that these files use. */
const knownToBoth = new Set([
  'build', 'cap_drop', 'command', 'depends_on', 'entrypoint', 'environment', 'healthcheck', 'image', 'init',
  'mem_limit', 'ports', 'profiles', 'read_only', 'restart', 'security_opt', 'shm_size', 'stop_grace_period',
  'tmpfs', 'user', 'volumes',
]); // prettier-ignore
const apps = ['gateway', 'normaliser', 'deduplicator', 'indexer', 'search', 'publisher'] as const;

let stack: ComposeFile;
let desk: ComposeFile;
let all: [string, ComposeService][];

beforeAll(async () => {
  stack = await resolveCompose('docker-compose.yml');
  desk = await resolveCompose('deploy/compose/desk.yml', {});
  all = [...Object.entries(stack.services), ...Object.entries(desk.services)];
});

describe('docker-compose.yml', () => {
  it('asks for an admin key of your own, and says how to make one', async () => {
    const { code, output } = await runTool('docker-compose', ['-f', 'docker-compose.yml', 'config', '-q']);
    expect(code).not.toBe(0);
    expect(output).toContain('openssl rand -hex 32');
  });

  it('is understood by old and new versions of Compose', async () => {
    for (const file of ['docker-compose.yml', 'deploy/compose/desk.yml']) {
      const parsed = parse(await read(file), { merge: true }) as Record<string, unknown>;
      const ownMembers = Object.keys(parsed).filter((member) => !member.startsWith('x-'));
      expect(ownMembers.sort()).toEqual(['services', 'volumes']);
      for (const service of Object.values(parsed['services'] as Record<string, object>))
        for (const member of Object.keys(service)) expect(knownToBoth).toContain(member);
    }
  });

  it('starts the services with settings that they take', () => {
    for (const app of [...apps, 'migrate'] as const) {
      const { environment = {} } = stack.services[app]!;
      const config = readConfig({ ...environment, HOST: '0.0.0.0' }, { service: app });
      expect([app, config.kafka?.brokers]).toEqual([app, ['kafka:9092']]);
    }
  });

  it('gives each service no more than it needs', () => {
    const has = (name: string) => apps.filter((app) => name in (stack.services[app]?.environment ?? {}));
    expect(has('WIREDESK_ADMIN_KEY')).toEqual(['gateway', 'search', 'publisher']);
    expect(has('ELASTICSEARCH_NODE')).toEqual(['gateway', 'indexer', 'search']);
    expect(has('DATABASE_URL')).toEqual([...apps]);
  });

  it('shows nothing to other machines', () => {
    const published = all.flatMap(([, { ports = [] }]) => ports);
    expect(published).toHaveLength(4);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('pins images, limits memory and starts again what ends', () => {
    for (const [name, service] of all) {
      expect([name, service.image]).toEqual([name, expect.stringMatching(/^wiredesk:local$|:v?\d+\.\d+/)]);
      expect([name, service.mem_limit]).toEqual([name, expect.anything()]);
      expect([name, service.restart]).toEqual([name, name === 'migrate' ? 'no' : 'unless-stopped']);
    }
  });

  it('runs our own processes without root, without rights and on a file system that they cannot change', () => {
    for (const [name, service] of all.filter(([, { image }]) => image === 'wiredesk:local'))
      expect([name, service]).toEqual([
        name,
        expect.objectContaining({ read_only: true, cap_drop: ['ALL'], init: true }),
      ]);
  });

  it('waits for the end of a drain before it kills', () => {
    for (const app of apps) {
      const environment = { ...stack.services[app]?.environment };
      const { shutdown } = readConfig(environment, { service: app });
      expect(secondsOf(stack.services[app]?.stop_grace_period)).toBeGreaterThan(shutdown.deadlineMs / 1_000);
    }
  });

  it('starts services only when the database is migrated and the topics are made', () => {
    for (const app of apps)
      expect(stack.services[app]?.depends_on).toMatchObject({
        migrate: { condition: 'service_completed_successfully' },
      });
    expect(stack.services['migrate']?.command?.join(' ')).toMatch(/main\.js migrate && .*main\.js topics/);
  });

  it('mounts files that are there', async () => {
    const here = new Set(await filesOf('deploy', ''));
    const mounted = [...(await read('docker-compose.yml')).matchAll(/- \.\/(deploy\/[^:]+):/g)];
    expect(mounted.length).toBeGreaterThan(4);
    for (const [, path] of mounted) expect(here).toContain(path);
  });
});

describe('the edge proxy', () => {
  it('leads each path of the API to the service that has it', async () => {
    const map = edgePaths(await read('deploy/compose/nginx.conf'));
    const paths = await apiPaths();
    expect([...map.keys()].sort()).toEqual(['gateway', 'publisher']);
    for (const [app, own] of paths) {
      for (const path of own) {
        const leadsTo = [...map].find(([, mapped]) => mapped.includes(path))?.[0] ?? 'search';
        expect([path, leadsTo]).toEqual([path, app]);
      }
    }
  });
});

/** `1m30s` or `30s` in seconds. */
function secondsOf(duration = ''): number {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return 60 * Number(minutes) + Number(seconds);
}
