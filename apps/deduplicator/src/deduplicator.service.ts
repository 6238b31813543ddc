import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DispatchNormalised } from '#contracts';
import { Metrics } from '#platform';
import { loadTruth, type TruthRequest } from '#store';
import { decideAll, readFacts, type Incoming } from './decide-all.js';
import { EmbargoReleaser } from './embargo-releaser.js';
import { Leadership } from './leadership.js';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

/** Decides on batches of dispatches: one transaction each, with its rows and its events. */
@Injectable()
export class DeduplicatorService {
  private readonly decisions;
  private readonly seconds;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Leadership) private readonly leadership: Leadership,
    @Inject(TruthWriter) private readonly writer: TruthWriter,
    @Inject(EmbargoReleaser) private readonly releaser: EmbargoReleaser,
    @Inject(SystemClock) private readonly clock: SystemClock,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.decisions = metrics.counter('wiredesk_decisions_total', 'Decisions on dispatches, by outcome', [
      'outcome',
    ]);
    this.seconds = metrics.histogram(
      'wiredesk_decide_batch_seconds',
      'Time to decide on and write one batch',
    );
  }

  /**
   * Decides on dispatches in their order. One that was decided on before changes nothing and emits nothing, so a batch
   * may come again, whole or cut otherwise. `traces` names the trace of a dispatch.
   */
  async decideBatch(
    events: readonly DispatchNormalised[],
    traces: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    if (events.length === 0) return;
    const stop = this.seconds.startTimer();
    const unique = new Map(events.map((event) => [event.dispatchId, event]));
    const { incoming, faults } = readFacts([...unique.values()]);
    const counts = await this.dataSource.transaction(async (manager) => {
      await this.leadership.lockTruth(manager);
      const part = await loadTruth(manager, requestOf(events, incoming));
      const fresh = incoming.filter(({ facts }) => !part.known.has(facts.dispatchId));
      const now = this.clock.now();
      const result = decideAll(part, fresh, now);
      await this.writer.write(manager, {
        now,
        first: result.overdue,
        decided: result.decided,
        incoming: new Map(
          fresh.map(({ event, facts }) => {
            const traceparent = traces.get(facts.dispatchId);
            return [facts.dispatchId, { event, facts, traceparent }];
          }),
        ),
        faults: [...faults.filter(({ event }) => !part.known.has(event.dispatchId)), ...result.faults],
      });
      return [
        ...result.decided.map((one) => one.decision.outcome),
        ...result.faults.map(() => 'quarantined'),
      ];
    });
    stop();
    for (const outcome of counts) this.decisions.inc({ outcome });
    this.releaser.wake(incoming.flatMap(({ facts }) => facts.embargoUntil ?? []));
  }
}

function requestOf(events: readonly DispatchNormalised[], incoming: readonly Incoming[]): TruthRequest {
  const facts = incoming.map((item) => item.facts);
  return {
    items: events,
    storyIds: [...new Set(facts.map((one) => one.storyId))],
    groupKeys: [...new Set(facts.flatMap((one) => one.groupKey ?? []))],
    names: [...new Set(facts.flatMap((one) => one.names))],
    targets: [...new Set(facts.flatMap((one) => one.targets))],
  };
}
