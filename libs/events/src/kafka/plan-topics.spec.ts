import { describe, expect, it } from '@jest/globals';
import { topicNames } from '#contracts';
import type { BrokerTopic } from './kafka-port.js';
import { planTopics, wantedTopics } from './plan-topics.js';

const wanted = wantedTopics(1);
const changed = (name: string, change: (topic: BrokerTopic) => Partial<BrokerTopic>): BrokerTopic[] =>
  wanted.map((topic) => (topic.name === name ? { ...topic, ...change(topic) } : topic));

describe('topics as the registry wants them', () => {
  it('are all there, each with a dead-letter sibling that is kept for thirty days', () => {
    expect(wanted).toHaveLength(2 * topicNames.length);
    expect(wanted.find(({ name }) => name === 'wire.stories.dlq')).toMatchObject({
      partitions: 1,
      config: { 'cleanup.policy': 'delete', 'retention.ms': '2592000000' },
    });
  });

  it('let killed text go within about two hours where they are compacted', () => {
    expect(wanted.find(({ name }) => name === 'wire.stories')?.config).toMatchObject({
      'cleanup.policy': 'compact',
      'segment.ms': '3600000',
      'max.compaction.lag.ms': '3600000',
    });
  });

  it('ask for two replicas in sync only where there are three', () => {
    expect(wantedTopics(3)[0]!.config['min.insync.replicas']).toBe('2');
    expect(wantedTopics(2)[0]!.config).not.toHaveProperty('min.insync.replicas');
  });
});

describe('the plan for topics', () => {
  it('is empty when the broker has what is wanted', () => {
    expect(planTopics(wanted, wanted)).toEqual([]);
  });

  it('creates what is missing', () => {
    const changes = planTopics(wanted, wanted.slice(1));
    expect(changes).toEqual([{ kind: 'create', topic: wanted[0] }]);
  });

  it('adds partitions, and never takes one away', () => {
    expect(
      planTopics(
        wanted,
        changed('wire.alerts', () => ({ partitions: 1 })),
      ),
    ).toEqual([{ kind: 'add partitions', name: 'wire.alerts', from: 1, to: 3 }]);
    expect(
      planTopics(
        wanted,
        changed('wire.alerts', () => ({ partitions: 12 })),
      ),
    ).toMatchObject([{ kind: 'keep', name: 'wire.alerts' }]);
  });

  it('mends settings that differ and leaves alone those that it does not know', () => {
    const found = changed('wire.alerts', ({ config }) => ({
      config: { ...config, 'retention.ms': '1', 'compression.type': 'zstd' },
    }));
    expect(planTopics(wanted, found)).toEqual([
      { kind: 'set', name: 'wire.alerts', setting: 'retention.ms', from: '1', to: '2592000000' },
    ]);
  });

  it('does not ask a topic for more replicas in sync than it has, and says that it has too few', () => {
    const changes = planTopics(wantedTopics(3), wanted);
    expect(changes.every(({ kind }) => kind === 'keep')).toBe(true);
    expect(changes).toHaveLength(wanted.length);
  });
});
