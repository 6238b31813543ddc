import type { FilingFacts, Outcome } from '#contracts';
import type { StoryState } from './fold-story.js';
import { groupKeysOf, type StoryView } from './group.js';
import { versionIdOf } from './versions.js';

/** What was decided on one filing, in words that an editor can check. */
export interface Decision {
  readonly outcome: Outcome;
  /** The story that the filing belongs to; for a note about other copy the story that it names. */
  readonly storyId: string;
  /** The dispatch that this one repeats, follows or names. */
  readonly of: string | null;
  /** How alike the texts are, 0 to 1; null when texts were not compared. */
  readonly score: number | null;
  readonly reason: string;
}

export interface DecisionContext {
  readonly filing: FilingFacts;
  /** The story without this filing. */
  readonly before: StoryState | null;
  readonly after: StoryView;
  /** The same text in another story, when it was there before. */
  readonly original: FilingFacts | null;
}

/** Says what became of a filing of a story's own chain, from the story before and after it. */
export function decisionOf(context: DecisionContext): Decision {
  const { filing, before, after } = context;
  const decided = (
    outcome: Outcome,
    reason: string,
    of: FilingFacts | null = null,
    score?: number,
  ): Decision => ({
    outcome,
    storyId: filing.storyId,
    of: of?.dispatchId ?? null,
    score: score ?? null,
    reason,
  });
  const known = before?.versions.find((version) => version.key === versionIdOf(filing))?.representative;
  const previous = before?.content ?? null;

  if (known) return decided('duplicate', repeatReason(filing, known), known, 1);
  if (filing.standing === 'canceled') return decided('killed', killReason(filing, after), previous);
  if (filing.standing === 'withheld' && isInForce(filing, after)) {
    return decided('withheld', `the provider holds ${nameOf(filing)} back`, previous);
  }
  if (after.state.content !== filing)
    return decided('superseded', supersededReason(filing, after), after.state.content);
  if (after.reason === 'killed')
    return decided('superseded', `${nameOf(filing)} came after the story was killed`, null);
  if (after.status === 'canceled' || after.status === 'withheld') {
    return decided(
      'withheld',
      heldReason(filing, after),
      context.original ?? previous,
      context.original ? 1 : undefined,
    );
  }
  const held = after.status === 'embargoed' ? `; held ${untilWhen(after)}` : '';
  if (previous === null) {
    const { original } = context;
    return original
      ? decided('duplicate', `the same text as ${copyName(filing, original)}${held}`, original, 1)
      : decided('created', `the first filing of this story${held}`);
  }
  if (filing.signal === 'correction') {
    return decided('corrected', `${nameOf(filing)} corrects ${nameOf(previous)}${held}`, previous);
  }
  if (filing.contentHash === previous.contentHash) {
    return decided(
      'duplicate',
      `${nameOf(filing)} says word for word what ${nameOf(previous)} said`,
      previous,
      1,
    );
  }
  const reuse = after.state.reused ? '; it shares no text with it, so the id may have been used again' : '';
  return decided('updated', `${nameOf(filing)} follows ${nameOf(previous)}${reuse}${held}`, previous);
}

/** The decision on a kill or withhold that is no version of any story: it goes to what it names, now or later. */
export function noticeDecision(
  filing: FilingFacts,
  targets: readonly string[],
  content: FilingFacts | null,
): Decision {
  const what = filing.standing === 'canceled' ? 'kill' : 'withhold';
  const [first] = targets;
  const reach = targets.length === 1 ? 'this story' : `${targets.length} stories`;
  return {
    outcome: filing.standing === 'canceled' ? 'killed' : 'withheld',
    storyId: first ?? filing.storyId,
    of: content?.dispatchId ?? null,
    score: null,
    reason:
      first === undefined
        ? `the ${what} names an item that has not come yet; it is kept for it`
        : `the ${what} names ${reach}`,
  };
}

/** The decision on a filing that was decided on before, in this run of the normaliser or a later one. */
export function skippedDecision(filing: FilingFacts, known: FilingFacts): Decision {
  const reason =
    known.run > filing.run ? `run ${known.run} of the normaliser was decided on before` : 'decided on before';
  return { outcome: 'skipped', storyId: filing.storyId, of: known.dispatchId, score: null, reason };
}

/** The decision on a kill or withhold of which nobody can tell what it means. */
export function orphanDecision(filing: FilingFacts, reason: string): Decision {
  return { outcome: 'quarantined', storyId: filing.storyId, of: null, score: null, reason };
}

/** The member of the group with the same text that is oldest by the provider's clock, other than the story itself. */
export function originalOf(filing: FilingFacts, others: readonly StoryView[]): FilingFacts | null {
  if (filing.groupKey === null) return null;
  const candidates = others
    .filter(
      (other) =>
        other.state.storyId !== filing.storyId && groupKeysOf(other.state).has(filing.groupKey ?? ''),
    )
    .flatMap((other) => other.state.versions.map((version) => version.representative))
    .filter((candidate) => candidate.groupKey === filing.groupKey);
  return candidates.reduce<FilingFacts | null>(
    (oldest, candidate) => (oldest === null || ageKey(candidate) < ageKey(oldest) ? candidate : oldest),
    null,
  );
}

/** `version 3`, `the version of 2024-05-14 16:00 UTC`: how a reason names a filing. */
export function nameOf(filing: FilingFacts): string {
  if (filing.version !== null) return `version ${filing.version}`;
  if (filing.versionCreated !== null) return `the version of ${minute(filing.versionCreated)}`;
  return 'a version without number or date';
}

function ageKey(filing: FilingFacts): string {
  return `${filing.versionCreated ?? '~'} ${filing.contentHash} ${filing.storyId}`;
}

function isInForce(filing: FilingFacts, after: StoryView): boolean {
  return after.state.control === filing || after.state.content === filing;
}

function repeatReason(filing: FilingFacts, known: FilingFacts): string {
  return filing.contentHash === known.contentHash
    ? `${nameOf(filing)} was filed before, word for word`
    : `${nameOf(filing)} was filed before; only typography or data about the item differ`;
}

function killReason(filing: FilingFacts, after: StoryView): string {
  if (after.status !== 'canceled')
    return `the kill is older than a version that the provider's profile reinstates`;
  if (after.state.content === null) return 'the kill is kept for the story, of which no version has come yet';
  return filing.version === null && filing.versionCreated === null
    ? 'the kill has no rank and ends every version of the story'
    : `${nameOf(filing)} kills the story`;
}

function supersededReason(filing: FilingFacts, after: StoryView): string {
  const { content } = after.state;
  if (after.status === 'canceled') return `${nameOf(filing)} belongs to a killed story`;
  return content ? `${nameOf(content)} ranks above ${nameOf(filing)}` : `${nameOf(filing)} is not in force`;
}

function heldReason(filing: FilingFacts, after: StoryView): string {
  switch (after.reason) {
    case 'held_after_kill':
      return `${nameOf(filing)} ranks above the kill of the story and waits for an operator`;
    case 'copy_of_killed':
      return 'the same provider killed another story with this text';
    case 'embargo_unreadable':
      return 'an embargo is named and its instant cannot be read; it waits for an operator';
    default:
      return 'the provider holds the story back';
  }
}

function copyName(filing: FilingFacts, original: FilingFacts): string {
  const owner =
    original.provider === filing.provider
      ? 'an item of the same provider under another id'
      : `an item of ${original.provider}`;
  return `${owner} (${nameOf(original)})`;
}

function untilWhen(view: StoryView): string {
  return view.hold?.until ? `until ${minute(view.hold.until)} by embargo` : 'by an embargo without end';
}

function minute(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
