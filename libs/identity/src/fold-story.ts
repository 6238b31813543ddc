import type { FilingFacts, StoryStatus } from '#contracts';
import { embargoOf, holds, type StoryEmbargo } from './embargo.js';
import { outranks } from './rank.js';
import { areStrangers } from './sketch.js';
import { filingKey, versionsOf, type StoryVersion } from './versions.js';

/** A withhold with fewer different long words is a note, not copy. */
const wordsOfCopy = 10;

/** Stable codes of why a story is not for publication. */
export type StatusReason =
  | 'killed'
  | 'held_after_kill'
  | 'provider_withheld'
  | 'embargo'
  | 'embargo_unreadable'
  | 'copy_of_killed'
  | 'moved';

/** What a story is, by its own filings and the kills that name it; its group may add to it. */
export interface StoryState {
  readonly storyId: string;
  readonly provider: string;
  readonly feed: string;
  readonly versions: readonly StoryVersion[];
  /** The version whose text the story is; null when only a kill is known. */
  readonly content: FilingFacts | null;
  /** The kill or withhold in force. */
  readonly control: FilingFacts | null;
  /** All kills and withholds of the story that no operator has released. */
  readonly controls: readonly FilingFacts[];
  readonly status: StoryStatus;
  readonly reason: StatusReason | null;
  readonly embargo: StoryEmbargo;
  /** The id was used again for copy that shares no text with the version before. */
  readonly reused: boolean;
  readonly receivedAt: string;
  readonly firstCreated: string;
}

export interface FoldContext {
  readonly now: string;
  /** Kills and withholds of other chains that name one of the story's filings. */
  readonly namedBy?: readonly FilingFacts[];
  /** What an operator released: keys of filings whose kill, withhold or embargo no longer counts. */
  readonly released?: ReadonlySet<string>;
}

/**
 * The truth about a story as a pure function of the SET of its filings: the order in which they arrived cannot
 * matter. Null when there is nothing to tell: no filing, or nothing but kills that name other items.
 */
export function foldStory(filings: readonly FilingFacts[], context: FoldContext): StoryState | null {
  const [first] = filings;
  if (first === undefined || filings.every((filing) => isControl(filing) && filing.targets.length > 0))
    return null;
  const isReleased = (filing: FilingFacts): boolean => context.released?.has(filingKey(filing)) ?? false;
  const versions = versionsOf(filings);
  const filed = versions.map((version) => version.representative);
  const namedBy = [...(context.namedBy ?? [])].sort((one, other) => (timeKey(one) < timeKey(other) ? -1 : 1));
  const controls = [...filed.filter(isControl), ...namedBy].filter((control) => !isReleased(control));
  const usable = filed.filter(
    (filing) => filing.standing === 'usable' || (isWithheldCopy(filing) && isReleased(filing)),
  );
  const best = usable.at(-1) ?? null;

  const kills = controls.filter(isKill);
  const isHeld = best !== null && kills.every((kill) => outranks(best, kill));
  const isKilled = kills.length > 0 && !(isHeld && best.reinstates);
  const withhold = controls
    .filter(isWithheld)
    .findLast((control) => best === null || !outranks(best, control));
  const withheldCopy = filed.findLast(isWithheldCopy) ?? null;
  const embargo = embargoOf(versions, isReleased);
  const content = withhold && withheldCopy && !isKilled ? withheldCopy : (best ?? withheldCopy);
  const byEmbargo = holds(embargo.hold, context.now) ? embargo.hold.state : null;
  return {
    storyId: first.storyId,
    provider: first.provider,
    feed: (content ?? versions.at(-1)?.representative ?? first).feed,
    versions,
    content,
    control: isKilled ? strongest(kills, first.storyId) : (withhold ?? null),
    controls,
    ...standing(isKilled, isHeld, withhold !== undefined, byEmbargo),
    embargo,
    reused: content !== null && isReuse(content, versions),
    receivedAt: least(filings.map((filing) => filing.receivedAt)),
    firstCreated: least(filings.map((filing) => filing.firstCreated ?? filing.receivedAt)),
  };
}

function standing(
  isKilled: boolean,
  isHeld: boolean,
  isWithheldNow: boolean,
  embargo: 'until' | 'indefinite' | 'unreadable' | null,
): Pick<StoryState, 'status' | 'reason'> {
  if (isKilled) return { status: 'canceled', reason: isHeld ? 'held_after_kill' : 'killed' };
  if (isWithheldNow) return { status: 'withheld', reason: 'provider_withheld' };
  if (embargo === 'unreadable') return { status: 'withheld', reason: 'embargo_unreadable' };
  if (embargo !== null) return { status: 'embargoed', reason: 'embargo' };
  return { status: 'usable', reason: null };
}

/** Of several kills, in order, the last of the story's own chain, else the newest that names it. */
function strongest(kills: readonly FilingFacts[], storyId: string): FilingFacts | null {
  return kills.findLast((kill) => kill.storyId === storyId && !kill.notice) ?? kills.at(-1) ?? null;
}

function timeKey(filing: FilingFacts): string {
  return `${filing.versionCreated ?? ''} ${filingKey(filing)}`;
}

/** The version before the current one in rank, when it is copy, shares no text with it. */
function isReuse(content: FilingFacts, versions: readonly StoryVersion[]): boolean {
  const place = versions.findIndex((version) => version.representative === content);
  const before = versions.slice(0, place).findLast((version) => !isControl(version.representative));
  return before !== undefined && areStrangers(content, before.representative);
}

function isControl(filing: FilingFacts): boolean {
  return filing.standing !== 'usable';
}

function isKill(filing: FilingFacts): boolean {
  return filing.standing === 'canceled';
}

function isWithheld(filing: FilingFacts): boolean {
  return filing.standing === 'withheld';
}

/** A withhold may bring the copy that it holds back, or be a note of a few words. */
function isWithheldCopy(filing: FilingFacts): boolean {
  return isWithheld(filing) && filing.sketchOf >= wordsOfCopy;
}

function least(instants: readonly string[]): string {
  return instants.reduce((one, other) => (other < one ? other : one));
}
