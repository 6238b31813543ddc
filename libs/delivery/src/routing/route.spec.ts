import { describe, expect, it } from '@jest/globals';
import type { Destination } from '../destination/destination.js';
import { StoryLife } from '../story.fixture.js';
import { routeEvent, type RouteState, type Told } from './route.js';

function destination(id: string, parts: Partial<Destination> = {}): Destination {
  return {
    id,
    url: 'https://sink.example/',
    query: '',
    providers: '*',
    events: null,
    secrets: [],
    active: true,
    disabledReason: null,
    failures: 0,
    failingSince: null,
    throttledUntil: null,
    createdAt: new Date(),
    updatedAt: new Date(),
    ...parts,
  };
}

function state(
  parts: { revision?: number; holders?: Record<string, Told>; queued?: string[] } = {},
): RouteState {
  return {
    revision: parts.revision,
    holders: new Map(Object.entries(parts.holders ?? {})),
    queued: new Set(parts.queued),
  };
}

const all = () => true;
const none = () => false;

describe('where an event goes', () => {
  it('sends news to destinations that are active, entitled, want its kind and match it', () => {
    const created = new StoryLife().created();
    const route = routeEvent(
      created,
      state(),
      [
        destination('desk'),
        destination('off', { active: false }),
        destination('other-agency', { providers: ['sudpresse'] }),
        destination('same-agency', { providers: ['nordwire'] }),
        destination('kills-only', { events: ['killed'] }),
        destination('unmatched'),
      ],
      (id) => id !== 'unmatched',
    );
    expect(route).toEqual({ kind: 'news', destinations: ['desk', 'same-agency'] });
  });

  it('sends an update also to who has or awaits an earlier version and no longer matches', () => {
    const updated = new StoryLife().updated();
    const held = state({ holders: { has: 'usable' }, queued: ['awaits'] });
    const destinations = [destination('has'), destination('awaits'), destination('never')];
    expect(routeEvent(updated, held, destinations, none)).toEqual({
      kind: 'news',
      destinations: ['has', 'awaits'],
    });
  });

  it('sends a correction to who has the story whatever kinds it chose, but not past its rights', () => {
    const corrected = new StoryLife().corrected();
    const held = state({ holders: { chosen: 'usable', revoked: 'usable' } });
    const destinations = [
      destination('chosen', { events: ['created'] }),
      destination('revoked', { providers: ['sudpresse'] }),
      destination('new-to-it', { events: ['created'] }),
    ];
    expect(routeEvent(corrected, held, destinations, all)).toEqual({
      kind: 'news',
      destinations: ['chosen'],
    });
  });

  it('counts released copy as created for who wants only that', () => {
    const released = new StoryLife().released();
    expect(routeEvent(released, state(), [destination('desk', { events: ['created'] })], all).kind).toBe(
      'news',
    );
  });

  it('tells of a kill everyone who may have a version, once, and nobody else', () => {
    const killed = new StoryLife().killed();
    const held = state({ holders: { has: 'usable', withheld: 'withheld', told: 'canceled' } });
    const route = routeEvent(killed, held, [destination('never')], all);
    expect(route).toEqual({ kind: 'recall', destinations: ['has', 'withheld'], told: 'canceled' });
  });

  it('does not tell of a withhold after the kill', () => {
    const withheld = new StoryLife().withheld();
    const held = state({ holders: { has: 'usable', told: 'canceled' } });
    expect(routeEvent(withheld, held, [], all)).toEqual({
      kind: 'recall',
      destinations: ['has'],
      told: 'withheld',
    });
  });

  it('keeps quiet changes in, unless they bring a kill or follow revisions that never came', () => {
    const destinations = [destination('desk')];
    const life = new StoryLife();
    life.skipRevision();
    const quiet = life.regrouped();
    expect(routeEvent(quiet, state({ revision: 1 }), destinations, all)).toEqual({
      kind: 'none',
      reason: 'quiet',
    });
    expect(routeEvent(quiet, state(), destinations, all)).toEqual({ kind: 'none', reason: 'quiet' });
    life.skipRevision();
    const afterGap = life.regrouped();
    expect(routeEvent(afterGap, state({ revision: 2 }), destinations, all).kind).toBe('news');
    const quietKill = life.regrouped({ status: 'canceled' });
    expect(
      routeEvent(quietKill, state({ revision: 4, holders: { desk: 'usable' } }), destinations, all),
    ).toEqual({
      kind: 'recall',
      destinations: ['desk'],
      told: 'canceled',
    });
  });

  it('keeps embargoed and expired copy in, and takes back what waits', () => {
    const life = new StoryLife();
    const destinations = [destination('desk')];
    const until = new Date(Date.now() + 60_000);
    expect(routeEvent(life.embargoed(until), state(), destinations, all)).toEqual({
      kind: 'hold',
      reason: 'embargoed',
    });
    expect(routeEvent(life.expired(), state(), destinations, all)).toEqual({
      kind: 'hold',
      reason: 'expired',
    });
  });

  it('applies a revision once, whichever event brings it', () => {
    const event = new StoryLife().created();
    expect(routeEvent(event, state({ revision: 1 }), [destination('desk')], all)).toEqual({
      kind: 'none',
      reason: 'already_applied',
    });
  });
});
