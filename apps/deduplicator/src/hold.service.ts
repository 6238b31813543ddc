import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId, ProblemError } from '#contracts';
import { TruthDesk } from '#identity';
import { loadTruth, lockKeys, saveRelease, truthLock } from '#store';
import { SystemClock } from './system-clock.js';
import { TruthWriter } from './truth-writer.js';

/** Ends holds on an operator's word, and keeps who gave it. */
@Injectable()
export class HoldService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TruthWriter) private readonly writer: TruthWriter,
    @Inject(SystemClock) private readonly clock: SystemClock,
  ) {}

  /**
   * Releases a story that waits for an operator: held after a kill, a copy of killed text, withheld, or under an
   * embargo without an instant. Throws ProblemError `not_found`, or `state_conflict` when it is not held so.
   */
  async releaseHeld(storyId: string, actor: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await lockKeys(manager, [truthLock]);
      const now = this.clock.now();
      const part = await loadTruth(manager, {
        items: [],
        storyIds: [storyId],
        groupKeys: [],
        names: [],
        targets: [],
      });
      const desk = new TruthDesk(now, part);
      if (desk.story(storyId) === null) throw new ProblemError('not_found', 'there is no such story');
      const { covers, transitions } = desk.release(storyId);
      if (covers.length === 0)
        throw new ProblemError('state_conflict', 'the story does not wait for an operator');
      await saveRelease(manager, { releaseId: newId(), storyId, covers, actor, releasedAt: now });
      await this.writer.write(manager, {
        now,
        first: transitions,
        decided: [],
        incoming: new Map(),
        faults: [],
      });
    });
  }
}
