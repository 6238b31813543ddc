import { decodeHTML } from 'entities';
import { dispatchIdOf, mainBody, type Dispatch, type DispatchNormalised, type NinjsItem } from '#contracts';
import type { Decision } from './decision.js';
import { factsOf } from './facts.js';
import { TruthDesk } from './truth-desk.js';

/** One line of `dedupe --in`. */
export interface DedupeInput {
  readonly provider: string;
  readonly receivedAt: string;
  readonly item: NinjsItem;
}

/** One line that `dedupe` prints. */
export interface DedupeDecision {
  readonly uri: string;
  readonly decision: 'new' | 'duplicate' | 'version' | 'superseded';
  /** The uri of the item that this one repeats or follows. */
  readonly of: string | null;
  /** The group: duplicates and versions share it with their original. */
  readonly story: string;
  readonly cluster: string;
  readonly score: number | null;
  readonly reason: string;
}

export interface DedupeSession {
  decide(input: DedupeInput): DedupeDecision;
}

/** Decides on items offline, one after the other, with the deduplicator's own code and no database. */
export function createDedupeSession(): DedupeSession {
  const desk = new TruthDesk(new Date().toISOString());
  const uris = new Map<string, string>();
  const labels = new Map<string, string>();
  let count = 0;
  return {
    decide(input) {
      count += 1;
      const event = eventOf(input, count);
      const { decision } = desk.decide(factsOf(event));
      uris.set(event.dispatchId, input.item.uri);
      const view = desk.story(decision.storyId);
      const label =
        labels.get(decision.storyId) ??
        view?.copies.map((copy) => labels.get(copy.storyId)).find((known) => known !== undefined) ??
        view?.groupId ??
        decision.storyId;
      labels.set(decision.storyId, label);
      return {
        uri: input.item.uri,
        decision: wordOf(decision),
        of: decision.of === null ? null : (uris.get(decision.of) ?? null),
        story: label,
        cluster: label,
        score: decision.score,
        reason: decision.reason,
      };
    },
  };
}

function wordOf(decision: Decision): DedupeDecision['decision'] {
  switch (decision.outcome) {
    case 'duplicate':
    case 'superseded':
      return decision.outcome;
    case 'skipped':
      return 'duplicate';
    case 'created':
    case 'quarantined':
      return 'new';
    case 'updated':
    case 'corrected':
    case 'killed':
    case 'withheld':
      return decision.of === null ? 'new' : 'version';
  }
}

/** The item as the normaliser would hand it on; what only the wire knows (signal words, datelines) is not there. */
function eventOf(input: DedupeInput, count: number): DispatchNormalised {
  const { provider, receivedAt, item } = input;
  const transmissionId = dispatchIdOf(provider, 0, count);
  return {
    dispatchId: dispatchIdOf(transmissionId, 0, 0),
    transmissionId,
    index: 0,
    run: 0,
    notify: false,
    feed: provider,
    provider,
    profile: { id: provider, hash: '', reinstates: false },
    receivedAt,
    dispatch: dispatchOf(item),
  };
}

function dispatchOf(item: NinjsItem): Dispatch {
  return {
    format: 'ninjs-3',
    item,
    signal: item.pubStatus === 'canceled' ? 'kill' : item.pubStatus === 'withheld' ? 'withhold' : 'new',
    identity: {
      story: item.uri,
      basis: 'declared',
      ...(item.version === undefined ? {} : { version: item.version }),
      ...(item.versionCreated === undefined ? {} : { versionCreated: item.versionCreated }),
    },
    editorial: { category: [], keywords: [] },
    text: { plain: plainBody(item), ...(item.language === undefined ? {} : { language: item.language }) },
    warnings: [],
  };
}

function plainBody(item: NinjsItem): string {
  const text = item.bodies?.find((body) => body.contentType === 'text/plain')?.value;
  return text ?? decodeHTML((mainBody(item) ?? '').replace(/<[^>]*>/g, ' '));
}
