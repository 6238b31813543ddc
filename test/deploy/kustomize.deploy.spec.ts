import { describe, expect, it } from '@jest/globals';
import { environmentOf, podOf, validate } from './kubernetes.js';
import { resourcesIn, runTool, type Resource } from './tool.js';

async function build(folder: string): Promise<{ text: string; resources: Resource[] }> {
  const { code, stdout, output } = await runTool('kustomize', ['build', '--enable-helm', folder]);
  if (code !== 0) throw new Error(output);
  return { text: stdout, resources: resourcesIn(stdout) };
}

function count(resources: readonly Resource[], kind: string): number {
  return resources.filter((resource) => resource.kind === kind).length;
}

describe('the overlays', () => {
  it('for development bring one of each service and small engines, and need no operator', async () => {
    const { text, resources } = await build('deploy/kustomize/overlays/dev');
    expect(await validate(text)).toEqual({ passed: resources.length, withoutSchema: {} });
    expect(count(resources, 'Deployment')).toBe(9);
    for (const resource of resources.filter(({ kind }) => kind === 'Deployment'))
      expect(resource).toMatchObject({ spec: { replicas: 1 } });
    const services = resources.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    const migrate = resources.find(({ kind }) => kind === 'Job')!;
    const { KAFKA_BROKERS: brokers } = environmentOf(podOf(migrate), () => '');
    expect(services).toContain(brokers?.split(':')[0]);
  });

  it('for production bring the engines of the operators too, all in one namespace', async () => {
    const { text, resources } = await build('deploy/kustomize/overlays/production');
    const { passed, withoutSchema } = await validate(text);
    expect(withoutSchema).toEqual({
      Cluster: 1,
      Elasticsearch: 1,
      Kafka: 1,
      KafkaNodePool: 2,
      KafkaTopic: 14,
      KafkaUser: 7,
      ObjectStore: 1,
      PodMonitor: 1,
      PrometheusRule: 6,
      ScaledObject: 2,
      ScheduledBackup: 1,
      ServiceMonitor: 1,
      TriggerAuthentication: 2,
    });
    const unchecked = Object.values(withoutSchema).reduce((total, some) => total + some, 0);
    expect(passed + unchecked).toBe(resources.length);
    for (const { kind, metadata } of resources.filter((resource) => resource.kind !== 'Namespace'))
      expect([kind, metadata]).toEqual([kind, expect.objectContaining({ namespace: 'wiredesk' })]);
  });
});
