import {
  mainBody,
  mainHeadline,
  type Dispatch,
  type Embargo,
  type FilingFacts,
  type NinjsItem,
  type StorySnapshot,
} from '#contracts';
import { holds, type Hold } from './embargo.js';
import type { StoryState } from './fold-story.js';
import type { StoryView } from './group.js';
import { without } from './without.js';

/** The dispatches whose words a snapshot shows. */
export interface SnapshotBodies {
  /** Of `view.state.content`. */
  readonly content: Dispatch | null;
  /** Of `view.state.control`. */
  readonly control: Dispatch | null;
}

export interface SnapshotStamp {
  readonly revision: number;
  readonly now: string;
  readonly clusterId?: string | null;
}

/**
 * Writes a story's snapshot. Dates, version and status come from the decisions, the rest from the dispatches. A killed
 * story shows its own ids and headline and the kill's note, and none of its text; while an embargo holds, not even
 * the headline.
 */
export function snapshotOf(view: StoryView, bodies: SnapshotBodies, stamp: SnapshotStamp): StorySnapshot {
  const { state } = view;
  const isCanceled = view.status === 'canceled';
  const shown = shownFiling(view);
  const dispatch = bodies.content ?? bodies.control;
  if (shown === null || dispatch === null) throw new Error(`story ${state.storyId} has no dispatch to show`);
  const hold = holds(view.hold, stamp.now) ? view.hold : null;
  const versionCreated = dateOf(state, shown);
  const dated: NinjsItem = {
    ...dispatch.item,
    pubStatus: isCanceled ? 'canceled' : view.reason === 'provider_withheld' ? 'withheld' : 'usable',
    versionCreated,
    firstCreated: state.firstCreated,
  };
  const item = stampVersion(stampEmbargo(dated, hold), shown);
  const note = isCanceled ? bodies.control?.item.edNote : undefined;
  return {
    storyId: state.storyId,
    provider: state.provider,
    feed: state.feed,
    revision: stamp.revision,
    groupId: view.groupId,
    clusterId: stamp.clusterId ?? null,
    status: view.status,
    statusReason: view.reason,
    originalKilled: view.originalKilled,
    signal: shown.signal,
    corrected: shown.signal === 'correction',
    version: shown.version,
    versionCreated,
    firstCreated: state.firstCreated,
    receivedAt: state.receivedAt,
    updatedAt: stamp.now,
    embargoedUntil: hold?.until ?? null,
    dispatchId: shown.dispatchId,
    transmissionId: shown.transmissionId,
    format: dispatch.format,
    versionCount: state.versions.length,
    item: isCanceled ? emptied(item, note, hold !== null) : item,
    editorial: isCanceled && hold ? { category: [], keywords: [] } : dispatch.editorial,
    text: isCanceled ? { ...dispatch.text, plain: '' } : dispatch.text,
    embargo: hold && embargoOf(hold, dispatch),
    warnings: state.reused ? [...dispatch.warnings, reuseWarning] : dispatch.warnings,
    copies: [...view.copies],
  };
}

/** All of a view that its snapshot shows, beside the dispatches: equal signatures need no new revision. */
export function signatureOf(view: StoryView | null): string {
  if (view === null) return '';
  const { state } = view;
  const shown = shownFiling(view);
  return JSON.stringify([
    view.groupId,
    view.status,
    view.reason,
    view.originalKilled,
    view.hold,
    view.copies.map((copy) => copy.storyId),
    state.content?.dispatchId,
    state.control?.dispatchId,
    shown && dateOf(state, shown),
    state.versions.length,
    state.reused,
    state.receivedAt,
    state.firstCreated,
  ]);
}

/** The snapshot of a story whose filings were all read again as another story's: nothing of it is left to show. */
export function movedSnapshot(previous: StorySnapshot, stamp: SnapshotStamp): StorySnapshot {
  return {
    ...previous,
    revision: stamp.revision,
    status: 'withheld',
    statusReason: 'moved',
    updatedAt: stamp.now,
    item: emptied(previous.item, undefined, true),
    text: { ...previous.text, plain: '' },
    copies: [],
  };
}

/** The members of a snapshot that differ from the one before; a first snapshot differs in none. */
export function changedFields(previous: StorySnapshot | null, next: StorySnapshot): string[] {
  if (previous === null) return [];
  return Object.entries(compared)
    .filter(([, read]) => JSON.stringify(read(previous)) !== JSON.stringify(read(next)))
    .map(([name]) => name);
}

const compared: Record<string, (snapshot: StorySnapshot) => unknown> = {
  status: (snapshot) => [snapshot.status, snapshot.statusReason],
  headline: (snapshot) => mainHeadline(snapshot.item),
  body: (snapshot) => mainBody(snapshot.item),
  version: (snapshot) => [snapshot.version, snapshot.versionCreated],
  versionCount: (snapshot) => snapshot.versionCount,
  group: (snapshot) => snapshot.groupId,
  cluster: (snapshot) => snapshot.clusterId,
  copies: (snapshot) => snapshot.copies.map((copy) => copy.storyId),
  originalKilled: (snapshot) => snapshot.originalKilled,
  embargo: (snapshot) => [snapshot.embargo?.state, snapshot.embargoedUntil],
  language: (snapshot) => snapshot.text.language,
  subjects: (snapshot) => snapshot.item.subjects,
  associations: (snapshot) => snapshot.item.associations,
  urgency: (snapshot) => snapshot.item.urgency,
  edNote: (snapshot) => snapshot.item.edNote,
  editorial: (snapshot) => snapshot.editorial,
};

const reuseWarning = {
  code: 'guid_reuse',
  detail:
    'this version shares no text with the one before it: the id may have been used again for another story',
};

function stampVersion(item: NinjsItem, shown: FilingFacts): NinjsItem {
  return shown.version === null ? without(item, 'version') : { ...item, version: shown.version };
}

function stampEmbargo(item: NinjsItem, hold: Hold | null): NinjsItem {
  return hold?.until ? { ...item, embargoedUntil: hold.until } : without(item, 'embargoedUntil');
}

function emptied(item: NinjsItem, note: string | undefined, hideHeadline: boolean): NinjsItem {
  return {
    ...(hideHeadline ? without(item, 'renditions', 'title', 'slugline') : without(item, 'renditions')),
    ...(note === undefined ? {} : { edNote: note }),
    headlines: hideHeadline ? [] : (item.headlines ?? []),
    bodies: [],
    descriptions: [],
    associations: [],
  };
}

function shownFiling(view: StoryView): FilingFacts | null {
  const { content, control } = view.state;
  return (view.status === 'canceled' ? control : content) ?? control ?? content;
}

/** When the shown version was made; without a declared time, when the first of its filings was received. */
function dateOf(state: StoryState, shown: FilingFacts): string {
  if (shown.versionCreated !== null) return shown.versionCreated;
  const filings = state.versions.find((version) => version.filings.includes(shown))?.filings ?? [shown];
  return filings.map((filing) => filing.receivedAt).reduce((one, other) => (other < one ? other : one));
}

function embargoOf(hold: Hold, dispatch: Dispatch): Embargo {
  const text = dispatch.embargo?.text ?? '';
  return hold.state === 'until' && hold.until !== null
    ? { state: 'until', until: hold.until, text }
    : { state: hold.state === 'until' ? 'unreadable' : hold.state, text };
}
