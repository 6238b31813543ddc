import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Topic } from '#contracts';
import { apps, chart, kubernetes, Rendered } from './chart.js';
import { consumedTopics } from './code-facts.js';
import { edgePaths } from './edge.js';
import { validate } from './kubernetes.js';
import { at, filesOf, read, resourcesIn, runTool } from './tool.js';

let sets: Map<string, Rendered>;
let production: Rendered;
let trial: Rendered;
let shared: Rendered;

beforeAll(async () => {
  sets = await Rendered.all();
  [production, trial, shared] = ['production', 'trial', 'shared-kafka'].map((name) => sets.get(name)!) as [
    Rendered,
    Rendered,
    Rendered,
  ];
});

describe('the chart', () => {
  it('has nothing that Helm frowns at', async () => {
    for (const set of sets.keys()) {
      const args = ['lint', '--strict', chart, ...kubernetes, '-f', `${chart}/ci/${set}-values.yaml`];
      const { code, output } = await runTool('helm', args);
      expect({ set, code, output }).toMatchObject({ code: 0 });
    }
  });

  it('renders resources that Kubernetes takes, whatever the values', async () => {
    for (const [set, { text, resources }] of sets) {
      const { passed, withoutSchema } = await validate(text);
      const unchecked = Object.values(withoutSchema).reduce((total, count) => total + count, 0);
      expect([set, passed + unchecked]).toEqual([set, resources.length]);
      const ofOperators = ['PrometheusRule', 'ScaledObject', 'ServiceMonitor', 'TriggerAuthentication'];
      for (const kind of Object.keys(withoutSchema)) expect(ofOperators).toContain(kind);
    }
  });

  it('has one deployment of each service, the migration before it, and a test behind it', () => {
    for (const set of sets.values()) {
      expect(set.names('Deployment')).toEqual(apps.map((app) => `wiredesk-${app}`).sort());
      const hookOf = (kind: string, name: string) =>
        set.one(kind, name).metadata.annotations?.['helm.sh/hook'];
      expect(hookOf('Job', 'wiredesk-migrate')).toBe('pre-install,pre-upgrade');
      expect(hookOf('Pod', 'wiredesk-test')).toBe('test');
    }
  });

  it('scales consumers by the lag of the groups and topics that they consume', async () => {
    const consumed = await consumedTopics();
    expect(production.names('ScaledObject')).toEqual(['wiredesk-indexer', 'wiredesk-normaliser']);
    for (const scaled of production.kind('ScaledObject')) {
      const app = scaled.metadata.name.replace('wiredesk-', '');
      const triggers = at(scaled, 'spec', 'triggers') as { metadata: Record<string, string> }[];
      const asked = triggers.map(({ metadata }) => `${metadata['consumerGroup']} ${metadata['topic']}`);
      const own = consumed.filter((one) => one.app === app);
      expect(asked.sort()).toEqual(own.map(({ group, topic }) => `${group} ${topic}`).sort());
      for (const { metadata } of triggers) {
        const { partitions } = topics[metadata['topic'] as Topic];
        expect(at(scaled, 'spec', 'maxReplicaCount')).toBeLessThanOrEqual(partitions);
        expect(metadata['excludePersistentLag']).toBe('true');
      }
    }
    const [trigger] = at(shared.one('ScaledObject', 'wiredesk-indexer'), 'spec', 'triggers') as object[];
    expect(trigger).toMatchObject({
      metadata: { consumerGroup: 'newsroom.indexer', topic: 'newsroom.wire.stories' },
    });
  });

  it('has the same map of paths as the proxy of Compose, and hides what is not for the outside', async () => {
    const paths = production.kind('Ingress').flatMap(
      (ingress) =>
        at(ingress, 'spec', 'rules', 0, 'http', 'paths') as {
          path: string;
          backend: { service: { name: string } };
        }[],
    );
    const appOf = new Map(
      paths.map(({ path, backend }) => [path, backend.service.name.replace('wiredesk-', '')]),
    );
    for (const [app, names] of edgePaths(await read('deploy/compose/nginx.conf'))) {
      const led = [...appOf].filter(([, to]) => to === app).map(([path]) => path);
      expect(led.sort()).toEqual(names.map((name) => `/v1/${name}`).sort());
    }
    expect([appOf.get('/'), appOf.get('/v1/stream')]).toEqual(['search', 'search']);
    expect([appOf.get('/metrics'), appOf.get('/health')]).toEqual(['closed', 'closed']);
    expect(production.one('Service', 'wiredesk-closed')).not.toHaveProperty('spec.selector');
  });

  it('brings the rules and the dashboards as they are', async () => {
    const base = 'runbook_url: https://docs.example.org/wiredesk/runbooks/';
    for (const path of await filesOf('deploy/prometheus/rules', '.yaml')) {
      const rule = production.one('PrometheusRule', `wiredesk-${basename(path, '.yaml')}`);
      const [own] = resourcesIn((await read(path)).replaceAll('runbook_url: runbooks/', base));
      expect(rule['spec']).toEqual(own);
    }
    const dashboards = await filesOf('deploy/grafana/dashboards', '.json');
    const config = production.one('ConfigMap', 'wiredesk-dashboards');
    expect(Object.keys(at(config, 'data') as object).sort()).toEqual(
      dashboards.map((path) => basename(path)),
    );
    for (const path of dashboards)
      expect(JSON.parse(String(at(config, 'data', basename(path))))).toEqual(JSON.parse(await read(path)));
  });

  it('writes no secret into resources when Secrets are named', () => {
    expect(production.kind('Secret')).toEqual([]);
    expect(trial.names('Secret')).toEqual(['wiredesk', 'wiredesk-migrate']);
  });

  it.each([
    ['services.indexer.autoscaling.maxReplicas=7', 'maxReplicas'],
    ['services.normaliser.replicas=7', 'replicas'],
    ['services.deduplicator.autoscaling.enabled=true', 'autoscaling'],
    ['services.gateway.autoscaling.minReplicas=9', 'minReplicas is more than maxReplicas'],
    ['database.maxConnections=100', 'could open'],
    ['database.existingSecret=', 'database.existingSecret is missing'],
    ['kafka.brokers=', 'kafka.brokers is missing'],
    ['kafka.brokers=kafka', 'brokers'],
    ['kafka.sasl.perService=false', 'kafka.sasl.existingSecret'],
    ['publicUrl=', 'publicUrl is missing'],
    ['shutdown.delaySeconds=30', 'shutdown.deadlineSeconds'],
    ['nameOfNothing=1', 'nameOfNothing'],
  ])('refuses %s', async (setting, word) => {
    await expect(Rendered.of('production', '--set', setting)).rejects.toThrow(word);
  });
});
