import type { FilingFacts } from '#contracts';
import {
  decisionOf,
  noticeDecision,
  originalOf,
  orphanDecision,
  skippedDecision,
  type Decision,
} from './decision.js';
import { alertsOf, orphanAlert, type DeskAlert } from './desk-alert.js';
import { FilingIndex } from './filing-index.js';
import { coversOf } from './hold-covers.js';
import { isOrphan } from './facts.js';
import { foldStory, type StoryState } from './fold-story.js';
import { groupKeysOf, viewGroup, type StoryView } from './group.js';
import { MultiMap } from './multi-map.js';
import { signatureOf } from './snapshot.js';
import { transitionOf, type Transition, type Trigger } from './transition.js';

/** The part of the truth that a batch can touch: whole stories, in whole groups, with the kills that name them. */
export interface LoadedTruth {
  readonly filings: readonly FilingFacts[];
  /** Kills and withholds that name others by `targets`. */
  readonly kills: readonly FilingFacts[];
  /** What operators released, by story. */
  readonly released: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A decision with all that follows from it, to be written together. */
export interface Decided {
  readonly filing: FilingFacts;
  readonly decision: Decision;
  /** The decision's story as it is now; null when there is none. */
  readonly story: StoryView | null;
  /** Set when an older run's filing of the same item gave way to this one. */
  readonly replaced: FilingFacts | null;
  readonly transitions: readonly Transition[];
  readonly alerts: readonly DeskAlert[];
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Decides on filings one after the other. What a story is after them follows from the set of its filings alone
 * (`foldStory`, `viewGroup`); only the words of a decision (`created`, `superseded` …) tell the order they came in.
 * Keeps what it was given and decided in memory: the service loads a part of the truth for each batch, the offline
 * session begins with none.
 */
export class TruthDesk {
  private readonly filings = new FilingIndex();
  private readonly states = new Map<string, StoryState>();
  private readonly texts = new MultiMap<string, string>();
  private readonly views = new Map<string, StoryView>();
  private readonly groups = new MultiMap<string, string>();
  private readonly released: Map<string, ReadonlySet<string>>;

  constructor(
    private readonly now: string,
    truth: LoadedTruth = { filings: [], kills: [], released: new Map() },
  ) {
    this.released = new Map(truth.released);
    for (const filing of truth.filings) this.filings.add(filing);
    for (const kill of truth.kills) if (!this.filings.sameItem(kill)) this.filings.addKill(kill);
    const stories = this.filings.storyIds();
    for (const storyId of stories) this.refold(storyId);
    this.review(stories);
  }

  /** A story as it stands now; null when none of its copy and no kill of its own is known. */
  story(storyId: string): StoryView | null {
    return this.views.get(storyId) ?? null;
  }

  /** All stories that are known here. */
  stories(): StoryView[] {
    return [...this.views.values()];
  }

  /** Decides on one filing. Deciding again on one that is known changes nothing. */
  decide(filing: FilingFacts, options: { readonly notify: boolean } = { notify: false }): Decided {
    const known = this.filings.sameItem(filing);
    if (known && known.run >= filing.run) return only(filing, skippedDecision(filing, known));
    if (isOrphan(filing)) {
      const alert = orphanAlert(filing);
      return only(filing, orphanDecision(filing, alert.detail), [alert]);
    }
    if (known) this.filings.remove(known);

    const touched = new Set([
      filing.storyId,
      ...(known ? [known.storyId, ...this.filings.storiesNamedBy(known)] : []),
    ]);
    const without = known ? this.foldNow(filing.storyId) : (this.states.get(filing.storyId) ?? null);
    this.filings.add(filing);
    const targets = this.filings.storiesNamedBy(filing);
    for (const storyId of targets) touched.add(storyId);
    for (const storyId of touched) this.refold(storyId);
    const changes = this.review([...touched]);

    const decision = this.decisionOn(filing, without, targets);
    const trigger = { filing, decision, notify: options.notify };
    const transitions = changes.map(({ storyId, before, after }) =>
      transitionOf(storyId, before, after, trigger),
    );
    return {
      filing,
      decision,
      story: this.story(decision.storyId),
      replaced: known ?? null,
      transitions,
      alerts: alertsOf(filing, transitions, targets),
    };
  }

  /** The changes that time brought since stories were written with these statuses: embargoes that have passed. */
  overdue(embargoed: Iterable<string>): Transition[] {
    const trigger: Trigger = { filing: null, decision: null, notify: false, cause: 'released' };
    return [...embargoed].flatMap((storyId) => {
      const after = this.story(storyId);
      if (after === null || after.status === 'embargoed') return [];
      return [transitionOf(storyId, { ...after, status: 'embargoed', reason: 'embargo' }, after, trigger)];
    });
  }

  /** Ends a story's hold on an operator's word; empty `covers` when nothing holds it that an operator may end. */
  release(storyId: string): { covers: string[]; transitions: Transition[] } {
    const view = this.story(storyId);
    const covers = view ? coversOf(view, this.matesOf(view)) : [];
    if (covers.length === 0) return { covers, transitions: [] };
    this.released.set(storyId, new Set([...this.releasedOf(storyId), ...covers]));
    this.refold(storyId);
    const trigger: Trigger = { filing: null, decision: null, notify: false, cause: 'released' };
    const transitions = this.review([storyId]).map((change) =>
      transitionOf(change.storyId, change.before, change.after, trigger),
    );
    return { covers, transitions };
  }

  private matesOf(view: StoryView): StoryView[] {
    return [...this.groups.get(view.groupId)].flatMap((storyId) => this.views.get(storyId) ?? []);
  }

  private decisionOn(filing: FilingFacts, before: StoryState | null, targets: readonly string[]): Decision {
    const after = this.views.get(filing.storyId);
    if (filing.notice || after === undefined) {
      const content = this.views.get(targets[0] ?? '')?.state.content ?? null;
      return noticeDecision(filing, targets, content);
    }
    return decisionOf({ filing, before, after, original: originalOf(filing, this.matesOf(after)) });
  }

  private foldNow(storyId: string): StoryState | null {
    return foldStory(this.filings.chain(storyId), {
      now: this.now,
      namedBy: this.filings.killsNaming(storyId),
      released: this.releasedOf(storyId),
    });
  }

  private releasedOf(storyId: string): ReadonlySet<string> {
    return this.released.get(storyId) ?? nothing;
  }

  private refold(storyId: string): void {
    const before = this.states.get(storyId);
    if (before) for (const key of groupKeysOf(before)) this.texts.delete(key, storyId);
    const state = this.foldNow(storyId);
    if (state === null) {
      this.states.delete(storyId);
      return;
    }
    this.states.set(storyId, state);
    for (const key of groupKeysOf(state)) this.texts.add(key, storyId);
  }

  /** Sees anew the stories, those they were grouped with and those they are grouped with now; answers what changed. */
  private review(
    stories: readonly string[],
  ): { storyId: string; before: StoryView | null; after: StoryView | null }[] {
    const affected = new Set(stories);
    for (const storyId of stories) {
      const view = this.views.get(storyId);
      if (view) for (const mate of this.groups.get(view.groupId)) affected.add(mate);
    }
    const seen = new Set<string>();
    const changes = [];
    for (const storyId of affected) {
      if (seen.has(storyId)) continue;
      const members = this.component(storyId);
      if (members.length === 0) changes.push(...this.show(storyId, null));
      for (const view of viewGroup(members, { now: this.now, released: (id) => this.releasedOf(id) })) {
        seen.add(view.state.storyId);
        changes.push(...this.show(view.state.storyId, view));
      }
    }
    return changes;
  }

  /** The stories that are linked by equal texts, directly or through others. */
  private component(storyId: string): StoryState[] {
    const found = new Map<string, StoryState>();
    const open = [storyId];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const state = this.states.get(next);
      if (state === undefined || found.has(next)) continue;
      found.set(next, state);
      for (const key of groupKeysOf(state)) open.push(...this.texts.get(key));
    }
    return [...found.values()];
  }

  private show(
    storyId: string,
    after: StoryView | null,
  ): { storyId: string; before: StoryView | null; after: StoryView | null }[] {
    const before = this.views.get(storyId) ?? null;
    if (before && before.groupId !== after?.groupId) this.groups.delete(before.groupId, storyId);
    if (after === null) {
      this.views.delete(storyId);
    } else {
      this.views.set(storyId, after);
      this.groups.add(after.groupId, storyId);
    }
    if (signatureOf(before) === signatureOf(after)) return [];
    return [{ storyId, before, after }];
  }
}

function only(filing: FilingFacts, decision: Decision, alerts: readonly DeskAlert[] = []): Decided {
  return { filing, decision, story: null, replaced: null, transitions: [], alerts };
}
