import { describe, expect, it } from '@jest/globals';
import { until } from '../event-bus.contract.js';
import { applyTopics, compareTopics } from './apply-topics.js';
import { testClient } from './kafka.fixture.js';
import { wantedTopics } from './plan-topics.js';

describe('topics on a real broker', () => {
  it('are made, found right, and mended without losing what an operator set', async () => {
    const admin = testClient().admin();
    const names = wantedTopics(1).map(({ name }) => name);
    try {
      const plan = await compareTopics(admin, 1);
      expect(plan.map(({ kind }) => kind)).toEqual(names.map(() => 'create'));
      await applyTopics(admin, plan);
      // a broker learns of a change some moments after the controller has it
      await until(async () => (await compareTopics(admin, 1)).length === 0);

      await admin.alter('wire.alerts', { 'retention.ms': '1000', 'file.delete.delay.ms': '2000' });
      await admin.addPartitions('wire.deliveries', 5);
      await until(async () => (await compareTopics(admin, 1)).length === 2);
      const mend = await compareTopics(admin, 1);
      expect(mend).toMatchObject([
        { kind: 'set', name: 'wire.alerts', setting: 'retention.ms', from: '1000' },
        { kind: 'keep', name: 'wire.deliveries' },
      ]);
      await applyTopics(admin, mend);
      await until(async () => (await compareTopics(admin, 1)).length === 1);
      const [alerts] = await admin.describe(['wire.alerts']);
      expect(alerts?.config).toMatchObject({ 'retention.ms': '2592000000', 'file.delete.delay.ms': '2000' });
      expect(await compareTopics(admin, 1)).toEqual([expect.objectContaining({ kind: 'keep' })]);
    } finally {
      await admin.delete(names);
      await admin.close();
    }
  });
});
