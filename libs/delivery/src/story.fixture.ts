import {
  groupIdOf,
  newId,
  storyIdOf,
  type StoryChange,
  type StorySnapshot,
  type StoryStatus,
} from '#contracts';
import type { StoryEvent, StoryEventType } from './routing/story-event.js';
import type { IncomingEvent } from './routing/story-intake.js';

/** What a test says about an event; all else is filled in. */
export interface EventParts {
  readonly headline?: string;
  readonly body?: string;
  readonly provider?: string;
  readonly status?: StoryStatus;
  readonly story?: Partial<StorySnapshot>;
  readonly change?: Partial<StoryChange>;
}

/** A story of the invented agency NordWire that a test moves through its life, one event a step. */
export class StoryLife {
  readonly storyId: string;
  private revision = 0;
  private status: StoryStatus | null = null;

  constructor(private readonly parts: EventParts = {}) {
    this.storyId = storyIdOf(parts.provider ?? 'nordwire', newId());
  }

  created(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.created.v1', parts);
  }

  updated(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.updated.v1', parts);
  }

  corrected(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.corrected.v1', { ...parts, story: { corrected: true, ...parts.story } });
  }

  killed(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.killed.v1', { status: 'canceled', ...parts });
  }

  withheld(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.withheld.v1', { status: 'withheld', ...parts });
  }

  embargoed(until: Date, parts: EventParts = {}): StoryEvent {
    const story = { embargoedUntil: until.toISOString(), statusReason: 'embargo', ...parts.story };
    return this.next('wire.story.created.v1', { status: 'embargoed', ...parts, story });
  }

  released(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.released.v1', { change: { cause: 'released' }, ...parts });
  }

  regrouped(parts: EventParts = {}): StoryEvent {
    return this.next('wire.story.regrouped.v1', {
      status: this.status ?? 'usable',
      change: { cause: 'regrouped', quiet: true },
      ...parts,
    });
  }

  expired(): StoryEvent {
    return this.next('wire.story.expired.v1', { change: { cause: 'expired', quiet: true } });
  }

  /** A revision that the publisher never hears of. */
  skipRevision(): void {
    this.revision += 1;
  }

  private next(type: StoryEventType, step: EventParts): StoryEvent {
    const previousRevision = this.revision === 0 ? null : this.revision;
    const previousStatus = this.status;
    this.revision += 1;
    const parts = { ...this.parts, ...step, story: { ...this.parts.story, ...step.story } };
    this.status = parts.status ?? 'usable';
    return {
      id: newId(),
      type,
      source: '/wiredesk/deduplicator',
      time: new Date().toISOString(),
      key: this.storyId,
      traceparent: undefined,
      data: {
        story: snapshot(this.storyId, this.revision, { ...parts, status: this.status }),
        change: {
          cause: 'received',
          previousRevision,
          previousStatus,
          fields: [],
          quiet: false,
          ...step.change,
        },
      },
    };
  }
}

/** Events in the form in which the intake takes them. */
export function incoming(...events: readonly StoryEvent[]): IncomingEvent[] {
  return events.map((event) => ({ key: event.key, event }));
}

function snapshot(
  storyId: string,
  revision: number,
  parts: EventParts & { status: StoryStatus },
): StorySnapshot {
  const {
    provider = 'nordwire',
    headline = 'Harbour strike ends',
    body = 'The harbour of Norvik is open again.',
  } = parts;
  const at = '2026-11-03T10:15:00.000Z';
  return {
    storyId,
    provider,
    feed: `${provider}-main`,
    revision,
    groupId: groupIdOf(storyId),
    clusterId: null,
    status: parts.status,
    statusReason: null,
    originalKilled: false,
    signal: 'new',
    corrected: false,
    version: String(revision),
    versionCreated: at,
    firstCreated: at,
    receivedAt: at,
    updatedAt: at,
    embargoedUntil: null,
    dispatchId: newId(),
    transmissionId: newId(),
    format: 'ninjs-3',
    versionCount: revision,
    item: {
      uri: `urn:example:${provider}:${storyId}`,
      language: 'en',
      headlines: [{ role: 'main', value: headline }],
      bodies: [{ role: 'main', contentType: 'text/html', value: `<p>${body}</p>` }],
    },
    editorial: { category: [], keywords: [] },
    text: { plain: body, language: 'en' },
    embargo: null,
    warnings: [],
    copies: [],
    ...parts.story,
  };
}
