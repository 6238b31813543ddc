import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('are the same metric when asked for twice', async () => {
    const metrics = new Metrics();
    metrics.counter('wiredesk_things_total', 'Things', ['kind']).inc({ kind: 'a' }, 2);
    metrics.counter('wiredesk_things_total', 'Things', ['kind']).inc({ kind: 'a' });
    expect((await metrics.exposition()).text).toContain('wiredesk_things_total{kind="a"} 3');
  });

  it('do not change their kind', () => {
    const metrics = new Metrics();
    metrics.counter('wiredesk_things_total', 'Things');
    expect(() => metrics.gauge('wiredesk_things_total', 'Things')).toThrow('another kind');
  });

  it('of two apps in one process stay apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.gauge('wiredesk_level', 'Level').set(1);
    expect((await other.exposition()).text).not.toContain('wiredesk_level');
  });

  it('can be worked out when they are scraped', async () => {
    const metrics = new Metrics();
    let depth = 0;
    metrics.gauge('wiredesk_depth', 'Depth', [], (gauge) => gauge.set(depth));
    depth = 7;
    expect((await metrics.exposition()).text).toContain('wiredesk_depth 7');
  });
});
