import { once } from 'node:events';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { TruthDesk } from '#identity';
import { LOGGER, type Logger } from '#platform';
import { loadTruth, nextEmbargo, overdueEmbargoes, type KeptWork } from '#store';
import { Leadership } from './leadership.js';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

/** Embargoes set by another process, or by a clock that was put right, are found within this time. */
const pollMs = 1_000;
const mostAtOnce = 500;

/**
 * Writes the `released` revision of stories when their embargo passes: a timer to the next instant, a poll behind it,
 * in the active deduplicator.
 */
@Injectable()
export class EmbargoReleaser implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private kept: KeptWork | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private dueAt = Number.POSITIVE_INFINITY;
  private isStopped = true;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Leadership) private readonly leadership: Leadership,
    @Inject(TruthWriter) private readonly writer: TruthWriter,
    @Inject(SystemClock) private readonly clock: SystemClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.kept = this.leadership.whileActive((signal) => this.watch(signal));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.kept?.stop();
  }

  /** Tells of embargoes that were just written, so that none waits for the poll. */
  wake(instants: readonly string[]): void {
    const now = Date.parse(this.clock.now());
    for (const instant of instants) this.schedule(Date.parse(instant) - now);
  }

  /** Releases what is due now; answers how many stories. */
  async releaseDue(): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      const due = await overdueEmbargoes(manager, now, mostAtOnce);
      if (due.length === 0) return 0;
      await this.leadership.lockTruth(manager);
      const part = await loadTruth(manager, {
        items: [],
        storyIds: due,
        groupKeys: [],
        names: [],
        targets: [],
      });
      const stillEmbargoed = [...part.stories].flatMap(([id, story]) =>
        story.status === 'embargoed' ? [id] : [],
      );
      const first = new TruthDesk(now, part).overdue(stillEmbargoed);
      await this.writer.write(manager, { now, first, decided: [], incoming: new Map(), faults: [] });
      return first.length;
    });
  }

  /** Looks for embargoes until the signal aborts. */
  private async watch(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.isStopped = false;
    this.dueAt = Number.POSITIVE_INFINITY;
    this.schedule(0);
    await once(signal, 'abort');
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Sets the timer, unless an earlier turn is set already. */
  private schedule(delayMs: number): void {
    const delay = Math.min(Math.max(delayMs, 0), pollMs);
    const dueAt = Date.parse(this.clock.now()) + delay;
    if (this.isStopped || dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.running = this.turn();
    }, delay);
  }

  private async turn(): Promise<void> {
    this.dueAt = Number.POSITIVE_INFINITY;
    let wait = pollMs;
    try {
      while ((await this.releaseDue()) >= mostAtOnce && !this.isStopped);
      const next = await nextEmbargo(this.dataSource);
      if (next) wait = next.getTime() - Date.parse(this.clock.now());
    } catch (error) {
      this.logger.warn({ error }, 'embargoes could not be looked at; trying again');
    }
    this.schedule(wait);
  }
}
