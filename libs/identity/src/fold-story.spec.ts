import { describe, expect, it } from '@jest/globals';
import { aDispatch, embargoUntil, reportOn, type DispatchOptions } from '#testing';
import { factsOf } from './facts.js';
import { foldStory, type StoryState } from './fold-story.js';
import { filingKey } from './versions.js';

const now = '2024-05-14T12:00:00.000Z';
const facts = (options: DispatchOptions) => factsOf(aDispatch(options));

/** Folds filings in the order given and in the opposite one; both must agree. */
function fold(...filings: DispatchOptions[]): StoryState {
  const all = filings.map(facts);
  const forward = foldStory(all, { now });
  expect(foldStory(all.toReversed(), { now })).toEqual(forward);
  if (forward === null) throw new Error('the filings make no story');
  return forward;
}

const kill: DispatchOptions = { signal: 'kill', text: '' };
const withhold: DispatchOptions = { pubStatus: 'withheld', text: 'Hold this item.' };

describe('kills', () => {
  it.each<[string, DispatchOptions[], string, string | null]>([
    [
      'a kill ends every version below it',
      [{ version: '1' }, { version: '2' }, { ...kill, version: '3' }],
      'canceled',
      'killed',
    ],
    [
      'a canceled status is a kill',
      [{ version: '1' }, { pubStatus: 'canceled', text: '', version: '2' }],
      'canceled',
      'killed',
    ],
    ['a kill of the same version wins', [{ version: '2' }, { ...kill, version: '2' }], 'canceled', 'killed'],
    ['a kill without rank outranks all', [{ version: '7' }, kill], 'canceled', 'killed'],
    ['a kill of copy without rank holds', [{}, { ...kill, version: '1' }], 'canceled', 'killed'],
    ['a kill alone is kept as a tombstone', [{ ...kill, version: '4' }], 'canceled', 'killed'],
    [
      'a usable version above the kill waits for an operator',
      [{ version: '1' }, { ...kill, version: '2' }, { version: '3' }],
      'canceled',
      'held_after_kill',
    ],
    [
      'a usable version above one kill and below another is killed',
      [{ ...kill, version: '2' }, { version: '3' }, { ...kill, version: '4' }],
      'canceled',
      'killed',
    ],
    [
      'a profile may reinstate',
      [{ version: '1' }, { ...kill, version: '2' }, { version: '3', reinstates: true }],
      'usable',
      null,
    ],
    [
      'a profile that reinstates does not help an older version',
      [
        { version: '1', reinstates: true },
        { ...kill, version: '2' },
      ],
      'canceled',
      'killed',
    ],
  ])('%s', (_rule, filings, status, reason) => {
    const state = fold(...filings);
    expect([state.status, state.reason]).toEqual([status, reason]);
  });

  it('make no story when they are nothing but a note that names other items', () => {
    expect(
      foldStory([facts({ ...kill, story: 'note', targets: ['urn:nordwire:ferry'] })], { now }),
    ).toBeNull();
  });

  it('no longer count once an operator released them, until the next one comes', () => {
    const filings = [{ version: '1' }, { ...kill, version: '2' }, { version: '3' }].map(facts);
    const released = new Set(filings.filter((one) => one.standing === 'canceled').map(filingKey));
    expect(foldStory(filings, { now, released })?.status).toBe('usable');
    expect(foldStory([...filings, facts({ ...kill, version: '4' })], { now, released })?.status).toBe(
      'canceled',
    );
  });
});

describe('withheld copy', () => {
  it.each<[string, DispatchOptions[], string, string | null]>([
    ['is withheld', [{ version: '1' }, { ...withhold, version: '2' }], 'withheld', 'provider_withheld'],
    [
      'is free again with a higher version',
      [{ ...withhold, version: '2' }, { version: '3' }],
      'usable',
      null,
    ],
    [
      'stays withheld against what cannot be compared',
      [withhold, { version: '3' }],
      'withheld',
      'provider_withheld',
    ],
    [
      'yields to a kill',
      [
        { ...withhold, version: '2' },
        { ...kill, version: '1' },
      ],
      'canceled',
      'killed',
    ],
  ])('%s', (_rule, filings, status, reason) => {
    const state = fold(...filings);
    expect([state.status, state.reason]).toEqual([status, reason]);
  });

  it('falls back on the copy before a note of a few words when an operator releases it', () => {
    const filings = [{ version: '1' }, { ...withhold, version: '2' }].map(facts);
    const released = new Set(filings.map(filingKey));
    const state = foldStory(filings, { now, released });
    expect([state?.status, state?.content?.version]).toEqual(['usable', '1']);
  });
});

describe('embargoes', () => {
  const until = (instant: string): DispatchOptions => ({ embargo: embargoUntil(instant) });

  it('hold a correction that does not repeat them (the offset is kept)', () => {
    const state = fold(
      { version: '1', ...until('2024-05-14T18:00:00+02:00') },
      { version: '2', signal: 'correction' },
    );
    expect([state.status, state.reason, state.embargo.hold?.until]).toEqual([
      'embargoed',
      'embargo',
      '2024-05-14T16:00:00.000Z',
    ]);
  });

  it('are over once their instant has passed', () => {
    expect(fold({ ...until('2024-05-14T12:00:00Z') }).status).toBe('usable');
  });

  it('keep the strictest instant known, also when a later version names an earlier one', () => {
    const state = fold(
      { version: '1', ...until('2024-05-14T18:00:00Z') },
      { version: '2', ...until('2024-05-14T15:00:00Z') },
    );
    expect(state.embargo.hold?.until).toBe('2024-05-14T18:00:00.000Z');
  });

  it('end when a later version lifts them, and not when an earlier one did', () => {
    const lifted: DispatchOptions = { embargo: { state: 'lifted', text: 'embargo lifted' } };
    const held = until('2024-05-14T18:00:00Z');
    expect(fold({ version: '1', ...held }, { version: '2', ...lifted }).status).toBe('usable');
    expect(fold({ version: '1', ...lifted }, { version: '2', ...held }).status).toBe('embargoed');
  });

  it('that cannot be read hold the story for an operator', () => {
    const state = fold(
      { version: '1', embargo: { state: 'unreadable', text: 'tomorrow noon' } },
      { version: '2' },
    );
    expect([state.status, state.reason]).toEqual(['withheld', 'embargo_unreadable']);
  });

  it('without an end hold the story as embargoed', () => {
    const state = fold({ embargo: { state: 'indefinite', text: 'until further notice' } });
    expect([state.status, state.reason, state.embargo.hold?.until]).toEqual(['embargoed', 'embargo', null]);
  });
});

describe('versions', () => {
  it('a correction that came before the original stays current', () => {
    const state = fold(
      { version: '3', signal: 'correction', text: reportOn('Four died') },
      { version: '1', text: reportOn('Seven died') },
    );
    expect([state.content?.version, state.versions.length]).toEqual(['3', 2]);
  });

  it('of the same number, date and words are one, shown in the better typography', () => {
    const typographic = { version: '1', text: 'The “ferry” sank – all were saved.' };
    const plain = { version: '1', text: 'The "ferry" sank - all were saved.' };
    const state = fold(plain, typographic, plain);
    expect(state.versions).toHaveLength(1);
    expect(state.content?.contentHash).toBe(facts(typographic).contentHash);
  });

  it('of the same number and other words are two, and one of them is current in any order', () => {
    const state = fold(
      { version: '1', text: reportOn('Four died') },
      { version: '1', text: reportOn('Seven died') },
    );
    expect(state.versions).toHaveLength(2);
  });

  it('an id that is used again for wholly other copy is flagged, and both texts are kept (B40)', () => {
    const election =
      'Voters across several provinces queued outside polling stations while candidates addressed supporters, promised reforms, ' +
      'criticised opponents, defended pensions, praised volunteers, counted ballots, demanded recounts, celebrated victories.';
    const storm =
      'Heavy winds damaged rooftops, flooded underground garages, toppled ancient trees, interrupted railway traffic, delayed flights, ' +
      'closed motorways, injured motorists, destroyed greenhouses, threatened livestock, emptied beaches, scared tourists, darkened villages.';
    const monday = { story: 'live-blog', versionCreated: '2024-05-13T08:00:00Z', text: election };
    const friday = { story: 'live-blog', versionCreated: '2024-05-17T08:00:00Z', text: storm };
    const state = fold(monday, friday);
    expect(state.reused).toBe(true);
    expect(state.content?.versionCreated).toBe('2024-05-17T08:00:00.000Z');
    expect(state.versions).toHaveLength(2);
    expect(fold(monday, { ...friday, text: `${election} Officials spoke.` }).reused).toBe(false);
  });
});
