import { groupIdOf, type StoryCopy, type StoryStatus } from '#contracts';
import { holds, strictest, type Hold } from './embargo.js';
import type { StatusReason, StoryState } from './fold-story.js';

/** How many other stories a snapshot lists as its copies; the rest share its `groupId`. */
const mostCopies = 20;

/** A story as readers see it: its own state with what its group adds. */
export interface StoryView {
  readonly state: StoryState;
  readonly groupId: string;
  readonly status: StoryStatus;
  readonly reason: StatusReason | null;
  readonly originalKilled: boolean;
  /** The embargo in force, the story's own or that of the same provider's copy. */
  readonly hold: Hold | null;
  readonly copies: readonly StoryCopy[];
}

/** The keys by which a story belongs to a group: the texts of all its versions. */
export function groupKeysOf(state: StoryState): Set<string> {
  const keys = new Set<string>();
  for (const version of state.versions) {
    const { groupKey } = version.representative;
    if (groupKey !== null) keys.add(groupKey);
  }
  return keys;
}

/**
 * Sees the stories of one group together. Pure over the set: a kill withholds the same provider's copies and marks
 * other providers' ones, an embargo holds for the same provider's copies too, whichever came first.
 */
export function viewGroup(
  members: readonly StoryState[],
  context: { readonly now: string; readonly released: (storyId: string) => ReadonlySet<string> },
): StoryView[] {
  const groupId = groupIdOf(groupKeyOf(members));
  const killed = members.filter((member) => member.status === 'canceled');
  const held = members.filter((member) => member.embargo.hold !== null);
  const oldest = members.length === 1 ? [] : [...members].sort(byAge).slice(0, mostCopies + 1);
  return members.map((member) => {
    const released = context.released(member.storyId);
    const counts = (other: StoryState): boolean =>
      other !== member && other.provider === member.provider && !released.has(siblingCover(other.storyId));
    const inherited = member.embargo.lifted
      ? null
      : held
          .filter(counts)
          .map((sibling) => sibling.embargo.hold)
          .reduce(strictest, null);
    const hold = strictest(member.embargo.hold, inherited);
    return {
      state: member,
      groupId,
      ...statusOf(member, killed.some(counts), holds(hold, context.now) ? hold : null),
      originalKilled:
        member.status !== 'canceled' && killed.some((other) => other.provider !== member.provider),
      hold,
      copies: oldest
        .filter((other) => other !== member)
        .slice(0, mostCopies)
        .map(copyOf),
    };
  });
}

/** What an operator's release of a copy covers: its killed or embargoed sibling. */
export function siblingCover(storyId: string): string {
  return `story:${storyId}`;
}

function statusOf(
  member: StoryState,
  isCopyOfKilled: boolean,
  hold: Hold | null,
): Pick<StoryView, 'status' | 'reason'> {
  if (member.status === 'canceled') return { status: member.status, reason: member.reason };
  if (isCopyOfKilled) return { status: 'withheld', reason: 'copy_of_killed' };
  if (member.status !== 'usable' || hold === null) return { status: member.status, reason: member.reason };
  return hold.state === 'unreadable'
    ? { status: 'withheld', reason: 'embargo_unreadable' }
    : { status: 'embargoed', reason: 'embargo' };
}

/** The earliest text by declared time, then by key, names the group; a story without text is its own. */
function groupKeyOf(members: readonly StoryState[]): string {
  let name: string | undefined;
  for (const member of members) {
    for (const { representative: filing } of member.versions) {
      if (filing.groupKey === null) continue;
      const candidate = `${filing.versionCreated ?? '~'} ${filing.groupKey}`;
      if (name === undefined || candidate < name) name = candidate;
    }
  }
  return name?.slice(name.indexOf(' ') + 1) ?? `story ${members[0]?.storyId ?? ''}`;
}

function copyOf(other: StoryState): StoryCopy {
  return { provider: other.provider, storyId: other.storyId, share: 1 };
}

function byAge(one: StoryState, other: StoryState): number {
  const first = `${one.firstCreated} ${one.storyId}`;
  return first < `${other.firstCreated} ${other.storyId}` ? -1 : 1;
}
