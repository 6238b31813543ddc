import { beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig, type Config } from '#platform';
import { apps, Rendered } from './chart.js';
import { environmentOf, podOf } from './kubernetes.js';
import { at } from './tool.js';

const topicPrefixes = new Map([['shared-kafka', 'newsroom.']]);
const certificates = ['DATABASE_SSL_CA', 'KAFKA_SSL_CA', 'ELASTICSEARCH_CA'];

let sets: Map<string, Rendered>;

beforeAll(async () => {
  sets = await Rendered.all();
});

/** Something a Secret could hold that fits the setting. */
function secretFor(name: string): string {
  if (name === 'DATABASE_URL') return 'postgresql://wiredesk:secret@db:5432/wiredesk';
  return 'a-secret-that-is-long-enough-for-any-setting';
}

/** What a process of a pod reads out of its environment; files of certificates are left out, since they are elsewhere. */
function configOf(pod: unknown, service: (typeof apps)[number] | 'migrate'): Config {
  const entries = Object.entries(environmentOf(pod, secretFor));
  return readConfig(Object.fromEntries(entries.filter(([name]) => !certificates.includes(name))), {
    service,
  });
}

describe("the chart's pods", () => {
  it('start every process with settings that it takes', () => {
    for (const [name, set] of sets) {
      for (const app of apps) {
        const config = configOf(podOf(set.one('Deployment', `wiredesk-${app}`)), app);
        expect([name, app, config.kafka?.prefix]).toEqual([name, app, topicPrefixes.get(name) ?? '']);
        const searches = ['gateway', 'indexer', 'search'].includes(app);
        expect([name, app, config.elasticsearch !== undefined]).toEqual([name, app, searches]);
      }
      const migrate = configOf(podOf(set.one('Job', 'wiredesk-migrate')), 'migrate');
      expect([name, migrate.kafka?.prefix]).toEqual([name, topicPrefixes.get(name) ?? '']);
    }
  });

  it('find the certificates that they are told of', () => {
    const told: string[] = [];
    for (const set of sets.values()) {
      for (const resource of set.kind('Deployment')) {
        const pod = podOf(resource);
        const environment = environmentOf(pod, secretFor);
        const mounts = at(pod, 'spec', 'containers', 0, 'volumeMounts') as { mountPath: string }[];
        for (const path of certificates.flatMap((name) => environment[name] ?? [])) {
          told.push(path);
          expect(mounts.some(({ mountPath }) => path.startsWith(`${mountPath}/`))).toBe(true);
        }
      }
    }
    expect(new Set(told).size).toBe(certificates.length);
  });

  it('have no root, no token, no writable root and no rights', () => {
    for (const { resources } of sets.values()) {
      for (const pod of resources.map(podOf).filter((found) => found !== undefined)) {
        expect(at(pod, 'spec')).toMatchObject({
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        });
        expect(at(pod, 'spec', 'containers', 0)).toMatchObject({
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: expect.anything(), memory: expect.anything() },
            limits: { memory: expect.anything() },
          },
        });
      }
    }
  });

  it('let a service drain before it is killed, and ask it for its health', () => {
    for (const set of sets.values()) {
      for (const app of apps) {
        const pod = podOf(set.one('Deployment', `wiredesk-${app}`));
        const { shutdown, port } = configOf(pod, app);
        const grace = Number(at(pod, 'spec', 'terminationGracePeriodSeconds'));
        expect(grace).toBeGreaterThan(shutdown.deadlineMs / 1_000);
        expect(shutdown.delayMs).toBeGreaterThanOrEqual(5_000);
        expect(at(pod, 'spec', 'containers', 0)).toMatchObject({
          ports: [{ containerPort: port }],
          startupProbe: { httpGet: { path: '/health/live' } },
          livenessProbe: { httpGet: { path: '/health/live' } },
          readinessProbe: { httpGet: { path: '/health/ready' } },
        });
      }
    }
  });

  it('let the publisher into the internet, and no service anywhere else but to its engines', () => {
    const production = sets.get('production')!;
    for (const app of apps) {
      const policy = production.one('NetworkPolicy', `wiredesk-${app}`);
      const egress = at(policy, 'spec', 'egress') as {
        to?: { ipBlock?: { cidr: string; except?: string[] } }[];
      }[];
      const blocks = egress.flatMap(({ to = [] }) => to).flatMap(({ ipBlock }) => ipBlock ?? []);
      if (app !== 'publisher') {
        expect([app, blocks]).toEqual([app, []]);
        continue;
      }
      const privates = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10'];
      expect(blocks.find(({ cidr }) => cidr === '0.0.0.0/0')?.except).toEqual(
        expect.arrayContaining(privates),
      );
    }
    const all = production.one('NetworkPolicy', 'wiredesk');
    expect(at(all, 'spec', 'policyTypes')).toEqual(['Ingress', 'Egress']);
    expect(all).not.toHaveProperty('spec.egress');
  });
});
