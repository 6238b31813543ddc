import { hash } from 'node:crypto';
import {
  mainHeadline,
  sha256,
  storyIdOf,
  type Dispatch,
  type DispatchNormalised,
  type FilingFacts,
  type PubStatus,
} from '#contracts';
import { codeUnitsOf } from './code-units.js';
import { instantOf } from './instant.js';
import { namesOf, targetTokens } from './names.js';
import { sketchOf } from './sketch.js';
import { countWords, shortText, textKeys } from './text-key.js';
import { without } from './without.js';

/** Reads out of a dispatch what the decisions need. Pure; throws only on a dispatch that breaks its schema. */
export function factsOf(event: DispatchNormalised): FilingFacts {
  const { dispatch, provider } = event;
  const { item, identity, text } = dispatch;
  const headline = mainHeadline(item);
  const standing = standingOf(dispatch);
  const contentHash = contentHashOf(dispatch);
  const versionCreated = instantOf(identity.versionCreated);
  const receivedAt = instantOf(event.receivedAt) ?? new Date(0).toISOString();
  const targets = standing === 'usable' ? [] : targetTokens(provider, dispatch);
  const keys = textKeys({
    plain: text.plain,
    headline: headline ?? '',
    day: (versionCreated ?? receivedAt).slice(0, 10),
  });
  return {
    dispatchId: event.dispatchId,
    transmissionId: event.transmissionId,
    index: event.index,
    run: event.run,
    provider,
    feed: event.feed,
    storyId: storyIdOf(provider, identity.story),
    version: identity.version ?? null,
    versionCreated,
    firstCreated: instantOf(item.firstCreated) ?? versionCreated,
    receivedAt,
    signal: dispatch.signal,
    standing,
    ...embargoOf(dispatch),
    reinstates: event.profile.reinstates,
    versionKey: keys.version ?? contentHash,
    groupKey: standing === 'canceled' ? null : (keys.group ?? null),
    contentHash,
    typography: countTypographic(headline ?? '') + countTypographic(text.plain),
    ...sketchOf(text.plain),
    names: namesOf(provider, dispatch),
    targets,
    notice: standing !== 'usable' && identity.basis === 'derived' && isNote(dispatch, standing),
  };
}

/**
 * The facts of a dispatch whose full reading failed: its ids, rank and standing. Enough for a kill or withhold with an
 * id of its own to take the story's copy back, and for the record of any other.
 */
export function bareFactsOf(event: DispatchNormalised): FilingFacts {
  const { dispatch, provider } = event;
  const { identity } = dispatch;
  const versionCreated = instantOf(identity.versionCreated);
  const contentHash = sha256(event.dispatchId);
  return {
    dispatchId: event.dispatchId,
    transmissionId: event.transmissionId,
    index: event.index,
    run: event.run,
    provider,
    feed: event.feed,
    storyId: storyIdOf(provider, identity.story),
    version: identity.version ?? null,
    versionCreated,
    firstCreated: versionCreated,
    receivedAt: instantOf(event.receivedAt) ?? new Date(0).toISOString(),
    signal: dispatch.signal,
    standing: standingOf(dispatch),
    embargoState: null,
    embargoUntil: null,
    reinstates: false,
    versionKey: contentHash,
    groupKey: null,
    contentHash,
    typography: 0,
    sketch: [],
    sketchOf: 0,
    names: [],
    targets: [],
    notice: identity.basis === 'derived',
  };
}

/**
 * Whether a kill or withhold says neither which item it means nor has an id of its own: it must touch nothing.
 * The equal text of another item is no answer.
 */
export function isOrphan(facts: FilingFacts): boolean {
  return facts.notice && facts.targets.length === 0;
}

/**
 * A kill without an id of its own is always a note about other copy. A withheld item without one is the copy itself
 * when it brings a text.
 */
function isNote(dispatch: Dispatch, standing: PubStatus): boolean {
  return standing === 'canceled' || countWords(dispatch.text.plain, shortText) < shortText;
}

/** A kill or a withhold may be asked for by the coded status or by the signal; the stronger one counts. */
function standingOf(dispatch: Dispatch): PubStatus {
  if (dispatch.signal === 'kill' || dispatch.item.pubStatus === 'canceled') return 'canceled';
  if (dispatch.signal === 'withhold' || dispatch.item.pubStatus === 'withheld') return 'withheld';
  return 'usable';
}

function embargoOf(dispatch: Dispatch): Pick<FilingFacts, 'embargoState' | 'embargoUntil'> {
  const state = dispatch.embargo?.state ?? (dispatch.item.embargoedUntil === undefined ? null : 'until');
  if (state !== 'until') return { embargoState: state, embargoUntil: null };
  const until = dispatch.embargo?.state === 'until' ? dispatch.embargo.until : dispatch.item.embargoedUntil;
  const embargoUntil = instantOf(until);
  return embargoUntil === null
    ? { embargoState: 'unreadable', embargoUntil: null }
    : { embargoState: 'until', embargoUntil };
}

/**
 * Dates and version are left out: the same copy sent again under a newer date is the same content. Members of a
 * decoded event stand in the order of the schema, so equal content has equal JSON.
 */
function contentHashOf(dispatch: Dispatch): string {
  const content = without(
    dispatch.item,
    'version',
    'versionCreated',
    'firstCreated',
    'contentCreated',
    'uri',
    'standard',
  );
  const editorial = without(dispatch.editorial, 'sequence');
  return hash(
    'sha256',
    JSON.stringify([content, editorial, dispatch.signal, dispatch.embargo ?? null, dispatch.text.plain]),
  );
}

function countTypographic(text: string): number {
  const units = codeUnitsOf(text);
  let count = 0;
  for (let at = 0; at < units.length; at += 1) if (isTypographic(units[at] ?? 0)) count += 1;
  return count;
}

/** No-break blanks, typographic dashes and quotes, the ellipsis. */
function isTypographic(unit: number): boolean {
  if (unit < 0x2010) return unit === 0xa0 || unit === 0xab || unit === 0xbb;
  return unit <= 0x201f || unit === 0x2026 || unit === 0x202f;
}
