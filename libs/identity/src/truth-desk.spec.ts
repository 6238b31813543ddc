import { describe, expect, it } from '@jest/globals';
import { storyIdOf } from '#contracts';
import { aDispatch, embargoUntil, reportOn, type DispatchOptions } from '#testing';
import { factsOf } from './facts.js';
import { TruthDesk, type Decided } from './truth-desk.js';

const now = '2024-05-14T12:00:00.000Z';

class Wire {
  readonly desk = new TruthDesk(now);

  file(options: DispatchOptions): Decided {
    const event = aDispatch(options);
    return this.desk.decide(factsOf(event), { notify: event.notify });
  }

  status(story: string, provider = 'nordwire'): string | undefined {
    return this.desk.story(storyIdOf(provider, story))?.status;
  }

  view(story: string, provider = 'nordwire') {
    return this.desk.story(storyIdOf(provider, story));
  }
}

const wire = (): Wire => new Wire();
const told = (one: Decided): string[] =>
  one.transitions.map(
    ({ type, quiet }) => `${type.slice('wire.story.'.length, -'.v1'.length)}${quiet ? ' (quiet)' : ''}`,
  );

describe('versions of a story', () => {
  it('are told as created, updated and corrected, with a reason', () => {
    const desk = wire();
    const created = desk.file({ version: '1', text: reportOn('Seven died') });
    const updated = desk.file({ version: '2', text: reportOn('Six died') });
    const corrected = desk.file({ version: '3', text: reportOn('Four died'), signal: 'correction' });
    expect([created, updated, corrected].map((one) => one.decision.outcome)).toEqual([
      'created',
      'updated',
      'corrected',
    ]);
    expect([created, updated, corrected].flatMap(told)).toEqual(['created', 'updated', 'corrected']);
    expect(corrected.decision).toMatchObject({
      of: updated.filing.dispatchId,
      reason: 'version 3 corrects version 2',
    });
  });

  it('that come after a newer one go to history and are told to nobody (B41)', () => {
    const desk = wire();
    desk.file({ version: '3', text: reportOn('Four died'), signal: 'correction' });
    const late = desk.file({ version: '1', text: reportOn('Seven died') });
    expect(late.decision).toMatchObject({ outcome: 'superseded', reason: 'version 3 ranks above version 1' });
    expect(told(late)).toEqual(['updated (quiet)']);
    expect(desk.view('urn:nordwire:ferry')?.state.content?.version).toBe('3');
  });

  it('with an equal number and a newer date are updates', () => {
    const desk = wire();
    desk.file({ version: '1', versionCreated: '2024-05-14T08:00:00Z', text: reportOn('Seven died') });
    const newer = desk.file({
      version: '1',
      versionCreated: '2024-05-14T09:00:00Z',
      text: reportOn('Six died'),
    });
    expect(newer.decision.outcome).toBe('updated');
  });

  it('sent twice at once are one, and the second changes nothing (B45)', () => {
    const desk = wire();
    desk.file({ version: '1' });
    const second = desk.file({ version: '1' });
    expect(second.decision).toMatchObject({ outcome: 'duplicate', score: 1 });
    expect(second.transitions).toEqual([]);
  });

  it('sent again in plain typography are duplicates, and the better set text stays', () => {
    const desk = wire();
    const first = desk.file({ text: 'The “ferry” sank – all saved.' });
    const second = desk.file({ text: 'The "ferry" sank - all saved.' });
    expect(second.decision).toMatchObject({ outcome: 'duplicate', of: first.filing.dispatchId });
    expect(second.transitions).toEqual([]);
  });

  it('sent again under a newer date with the same words are no news', () => {
    const desk = wire();
    desk.file({ versionCreated: '2024-05-14T08:00:00Z' });
    const again = desk.file({ versionCreated: '2024-05-14T09:00:00Z' });
    expect(again.decision.outcome).toBe('duplicate');
    expect(told(again)).toEqual(['updated (quiet)']);
  });

  it('without a declared date are dated anew when a filing that was received earlier comes late', () => {
    const desk = wire();
    const plain = reportOn('Six died').replace(/[“”]/g, '"').replace(/–/g, '-');
    desk.file({ version: '1', text: reportOn('Seven died'), receivedAt: '2024-05-14T08:00:00.000Z' });
    desk.file({ version: '2', text: reportOn('Six died'), receivedAt: '2024-05-14T10:00:00.000Z' });
    const late = desk.file({ version: '2', text: plain, receivedAt: '2024-05-14T09:00:00.000Z' });
    expect(late.decision.outcome).toBe('duplicate');
    expect(told(late)).toEqual(['updated (quiet)']);
  });

  it('of one id from two agencies are two stories (B39)', () => {
    const desk = wire();
    desk.file({ provider: 'nordwire', story: '2024-77', text: reportOn('A ferry sank') });
    desk.file({ provider: 'sudpresse', story: '2024-77', text: reportOn('The cup final ended') });
    expect(desk.desk.stories()).toHaveLength(2);
    expect(new Set(desk.desk.stories().map((view) => view.groupId)).size).toBe(2);
  });
});

describe('kills', () => {
  it('take the story back, and are told aloud (B43)', () => {
    const desk = wire();
    desk.file({ story: 'x', version: '3' });
    const kill = desk.file({ story: 'x', version: '4', pubStatus: 'canceled', text: '' });
    expect(kill.decision.outcome).toBe('killed');
    expect(told(kill)).toEqual(['killed']);
    expect(desk.status('x')).toBe('canceled');
  });

  it('without an id of their own and without a target touch nothing, and an operator is told (B43)', () => {
    const desk = wire();
    desk.file({ story: 'x', version: '3' });
    const kill = desk.file({
      story: 'derived-key',
      basis: 'derived',
      signal: 'kill',
      text: 'Please kill the item.',
    });
    expect(kill.decision.outcome).toBe('quarantined');
    expect(kill.alerts.map((alert) => alert.code)).toEqual(['kill_without_target']);
    expect(kill.transitions).toEqual([]);
    expect(desk.status('x')).toBe('usable');
  });

  it('without an id do not hit the story whose text they repeat', () => {
    const desk = wire();
    desk.file({ story: 'x' });
    desk.file({ story: 'x', basis: 'derived', signal: 'kill' });
    expect(desk.status('x')).toBe('usable');
  });

  it('that come before the item are kept for it (B44)', () => {
    const desk = wire();
    desk.file({ story: 'urn:nw:55', pubStatus: 'canceled', text: '' });
    const late = desk.file({ story: 'urn:nw:55', version: '1' });
    expect(desk.status('urn:nw:55')).toBe('canceled');
    expect(late.decision.outcome).toBe('superseded');
    expect(late.transitions.every((one) => one.quiet)).toBe(true);
  });

  it('hold a higher version for an operator, who may release it', () => {
    const desk = wire();
    desk.file({ story: 'x', version: '1' });
    desk.file({ story: 'x', version: '2', signal: 'kill', text: '' });
    const higher = desk.file({ story: 'x', version: '3' });
    expect(higher.decision.outcome).toBe('withheld');
    expect(higher.alerts.map((alert) => alert.code)).toEqual(['held_after_kill']);
    const released = desk.desk.release(storyIdOf('nordwire', 'x'));
    expect(released.transitions.map(({ type, quiet }) => [type, quiet])).toEqual([
      ['wire.story.released.v1', false],
    ]);
    expect(desk.status('x')).toBe('usable');
  });

  it('that are plain cannot be released', () => {
    const desk = wire();
    desk.file({ story: 'x', version: '1' });
    desk.file({ story: 'x', version: '2', signal: 'kill', text: '' });
    expect(desk.desk.release(storyIdOf('nordwire', 'x'))).toEqual({ covers: [], transitions: [] });
  });
});

describe('kills that name another item', () => {
  const note = (...targets: string[]): DispatchOptions => ({
    story: 'note',
    basis: 'derived',
    signal: 'kill',
    headline: '',
    text: 'Please kill the item.',
    targets,
  });

  it.each<[string, DispatchOptions, string]>([
    ['its key', { story: 'urn:nw:55' }, 'urn:nw:55'],
    ['another id of it', { story: 'a', altIds: ['NW-4711'] }, 'nw-4711'],
    ['its sequence number', { story: 'a', sequence: '0157' }, 'nw 157'],
    ['its headline in other typography', { story: 'a', headline: '“Ferry” sinks' }, '"FERRY" SINKS'],
  ])('by %s kill it, before and after it comes', (_how, item, target) => {
    const after = wire();
    after.file(item);
    const applied = after.file(note(target));
    expect(applied.decision).toMatchObject({
      outcome: 'killed',
      storyId: storyIdOf('nordwire', item.story ?? ''),
    });
    expect(told(applied)).toEqual(['killed']);

    const before = wire();
    const kept = before.file(note(target));
    expect(kept.alerts.map((alert) => alert.code)).toEqual(['kill_target_unknown']);
    expect(before.desk.stories()).toEqual([]);
    before.file(item);
    for (const desk of [before, after]) expect(desk.status(item.story ?? '')).toBe('canceled');
  });

  it('never reach another agency', () => {
    const desk = wire();
    desk.file({ provider: 'sudpresse', story: 'urn:nw:55' });
    desk.file(note('urn:nw:55'));
    expect(desk.status('urn:nw:55', 'sudpresse')).toBe('usable');
  });

  it('by a number do not reach what bore it the day before', () => {
    const desk = wire();
    desk.file({ story: 'old', sequence: '157', versionCreated: '2024-05-12T09:00:00Z' });
    desk.file({ ...note('157'), versionCreated: '2024-05-14T09:30:00Z' });
    expect(desk.status('old')).toBe('usable');
  });

  it('leave what is not named alone', () => {
    const desk = wire();
    desk.file({ story: 'urn:nw:56', text: reportOn('A bridge closed'), headline: 'Bridge closes' });
    desk.file(note('urn:nw:55'));
    expect(desk.status('urn:nw:56')).toBe('usable');
  });

  it('make no story of their own', () => {
    const desk = wire();
    desk.file({ story: 'urn:nw:55' });
    desk.file({ ...note('urn:nw:55'), story: 'urn:nw:99', basis: 'declared' });
    expect(desk.desk.stories().map((view) => view.state.storyId)).toEqual([
      storyIdOf('nordwire', 'urn:nw:55'),
    ]);
    expect(desk.status('urn:nw:55')).toBe('canceled');
  });
});

describe('copies', () => {
  const text = reportOn('A ferry sank');

  it('of the same agency under a new id are duplicates that nobody is told of (B35, B37)', () => {
    const desk = wire();
    const first = desk.file({ story: 'uuid:11', text });
    const second = desk.file({ story: 'uuid:22', text });
    expect(second.decision).toMatchObject({ outcome: 'duplicate', of: first.filing.dispatchId, score: 1 });
    expect(told(second)).toEqual(['regrouped (quiet)', 'regrouped (quiet)']);
    expect(desk.view('uuid:11')?.groupId).toBe(desk.view('uuid:22')?.groupId);
  });

  it('of another agency are duplicates, and told to those who take that agency', () => {
    const desk = wire();
    desk.file({ story: 'a', text });
    const other = desk.file({ provider: 'sudpresse', story: 'b', text, headline: 'Another headline' });
    expect(other.decision.outcome).toBe('duplicate');
    expect(told(other)).toContain('created');
    expect(desk.view('a')?.copies).toEqual([
      { provider: 'sudpresse', storyId: storyIdOf('sudpresse', 'b'), share: 1 },
    ]);
  });

  it('of killed text are withheld for the same agency and marked for others, before and after the kill', () => {
    const kill: DispatchOptions = { story: 'a', signal: 'kill', text: '' };
    const filings: DispatchOptions[] = [
      { story: 'a', text },
      { story: 'copy', text },
      { provider: 'sudpresse', story: 'b', text },
    ];
    for (const order of [
      [...filings, kill],
      [filings[0]!, kill, ...filings.slice(1)],
      [kill, ...filings],
    ]) {
      const desk = wire();
      for (const filing of order) desk.file(filing);
      expect(desk.view('copy')).toMatchObject({ status: 'withheld', reason: 'copy_of_killed' });
      expect(desk.view('b', 'sudpresse')).toMatchObject({ status: 'usable', originalKilled: true });
    }
  });

  it('of the same agency are held by the embargo of the text they repeat', () => {
    const desk = wire();
    desk.file({ story: 'a', text, embargo: embargoUntil('2024-05-14T16:00:00Z') });
    desk.file({ story: 'copy', text });
    desk.file({ provider: 'sudpresse', story: 'b', text });
    expect([desk.status('copy'), desk.status('b', 'sudpresse')]).toEqual(['embargoed', 'usable']);
  });

  it('join groups when a later version makes two texts one', () => {
    const desk = wire();
    desk.file({ story: 'a', version: '1', text });
    desk.file({ provider: 'sudpresse', story: 'b', text: reportOn('A bridge closed') });
    expect(desk.view('a')?.groupId).not.toBe(desk.view('b', 'sudpresse')?.groupId);
    desk.file({ story: 'a', version: '2', text: reportOn('A bridge closed') });
    expect(desk.view('a')?.groupId).toBe(desk.view('b', 'sudpresse')?.groupId);
  });

  it('are not made of short alerts of different days', () => {
    const desk = wire();
    const alert = { headline: 'Shares open flat', text: 'Shares opened flat.' };
    desk.file({ story: 'a', ...alert, versionCreated: '2024-05-13T07:00:00Z' });
    const next = desk.file({ story: 'b', ...alert, versionCreated: '2024-05-14T07:00:00Z' });
    expect(next.decision.outcome).toBe('created');
  });
});

describe('replays', () => {
  const transmissionId = '00000000-0000-7000-8000-000000000001';

  it('give the same version, a new revision and no news', () => {
    const desk = wire();
    desk.file({ transmissionId, version: '1' });
    const again = desk.file({ transmissionId, version: '1', run: 1 });
    expect(again.decision.outcome).toBe('created');
    expect(again.transitions.map(({ cause, quiet }) => [cause, quiet])).toEqual([['reprocessed', true]]);
    expect(desk.view('urn:nordwire:ferry')?.state.versions).toHaveLength(1);
  });

  it('are told when asked to', () => {
    const desk = wire();
    desk.file({ transmissionId, version: '1' });
    const again = desk.file({ transmissionId, version: '1', run: 1, notify: true });
    expect(again.transitions.map(({ quiet }) => quiet)).toEqual([false]);
  });

  it('are told always when they take copy back', () => {
    const desk = wire();
    desk.file({ transmissionId, version: '1' });
    const again = desk.file({ transmissionId, version: '1', run: 1, pubStatus: 'canceled' });
    expect(told(again)).toEqual(['killed']);
  });

  it('that find another story leave nothing of the first', () => {
    const desk = wire();
    desk.file({ transmissionId, story: 'wrong' });
    const again = desk.file({ transmissionId, story: 'right', run: 1 });
    expect(told(again)).toEqual(expect.arrayContaining(['expired']));
    expect([desk.status('wrong'), desk.status('right')]).toEqual([undefined, 'usable']);
  });

  it('are skipped when a later run was decided on', () => {
    const desk = wire();
    desk.file({ transmissionId, run: 2 });
    const older = desk.file({ transmissionId, run: 1 });
    expect(older.decision.outcome).toBe('skipped');
    expect(older.transitions).toEqual([]);
  });
});
