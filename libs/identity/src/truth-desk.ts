import type { FilingFacts } from '#contracts';
import { decisionOf, originalOf, type Decision } from './decision.js';
import { alertsOf, type DeskAlert } from './desk-alert.js';
import { coversOf } from './hold-covers.js';
import { isOrphan } from './facts.js';
import { foldStory, type StoryState } from './fold-story.js';
import { groupKeysOf, viewGroup, type StoryView } from './group.js';
import { isNamed } from './names.js';
import { MultiMap } from './multi-map.js';
import { transitionOf, type Transition, type Trigger } from './transition.js';
import { filingKey } from './versions.js';

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
  private readonly live = new Map<string, FilingFacts>();
  private readonly chains = new MultiMap<string, FilingFacts>();
  private readonly named = new MultiMap<string, string>();
  private readonly naming = new MultiMap<string, FilingFacts>();
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
    for (const filing of truth.filings) this.addFiling(filing);
    for (const kill of truth.kills) if (!this.live.has(filingKey(kill))) this.addKill(kill);
    const stories = [...this.chains.keys()];
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
    const known = this.live.get(filingKey(filing));
    if (known && known.run >= filing.run) return only(filing, skipped(filing, known));
    if (isOrphan(filing)) return only(filing, orphaned(filing), [orphanAlert(filing)]);
    if (known) this.removeFiling(known);

    const touched = new Set([
      filing.storyId,
      ...(known ? [known.storyId, ...this.storiesNamedBy(known)] : []),
    ]);
    const without = known ? this.foldNow(filing.storyId) : (this.states.get(filing.storyId) ?? null);
    this.addFiling(filing);
    const targets = this.storiesNamedBy(filing);
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
    if (filing.notice || after === undefined) return this.noticeDecision(filing, targets);
    return decisionOf({ filing, before, after, original: originalOf(filing, this.matesOf(after)) });
  }

  private noticeDecision(filing: FilingFacts, targets: readonly string[]): Decision {
    const [first] = targets;
    const content = first === undefined ? null : (this.views.get(first)?.state.content ?? null);
    const what = filing.standing === 'canceled' ? 'kill' : 'withhold';
    return {
      outcome: filing.standing === 'canceled' ? 'killed' : 'withheld',
      storyId: first ?? filing.storyId,
      of: content?.dispatchId ?? null,
      score: null,
      reason:
        first === undefined
          ? `the ${what} names an item that has not come yet; it is kept for it`
          : `the ${what} names ${targets.length === 1 ? 'this story' : `${targets.length} stories`}`,
    };
  }

  private addFiling(filing: FilingFacts): void {
    this.live.set(filingKey(filing), filing);
    this.addKill(filing);
    if (filing.notice) return;
    this.chains.add(filing.storyId, filing);
    for (const name of filing.names) this.named.add(name, filing.storyId);
  }

  private removeFiling(filing: FilingFacts): void {
    this.live.delete(filingKey(filing));
    for (const target of filing.targets) this.naming.delete(target, filing);
    if (filing.notice) return;
    this.chains.delete(filing.storyId, filing);
    const kept = new Set([...this.chains.get(filing.storyId)].flatMap((other) => other.names));
    for (const name of filing.names) if (!kept.has(name)) this.named.delete(name, filing.storyId);
  }

  private addKill(kill: FilingFacts): void {
    for (const target of kill.targets) this.naming.add(target, kill);
  }

  /** The stories other than its own that a kill names, oldest id first. */
  private storiesNamedBy(kill: FilingFacts): string[] {
    const stories = new Set(kill.targets.flatMap((target) => [...this.named.get(target)]));
    return [...stories]
      .filter((storyId) => this.isForeign(kill, storyId))
      .filter((storyId) => [...this.chains.get(storyId)].some((filing) => isNamed(kill, filing)))
      .sort();
  }

  private isForeign(kill: FilingFacts, storyId: string): boolean {
    return kill.notice || kill.storyId !== storyId;
  }

  private foldNow(storyId: string): StoryState | null {
    const filings = [...this.chains.get(storyId)];
    const candidates = new Set(
      filings.flatMap((filing) => filing.names.flatMap((name) => [...this.naming.get(name)])),
    );
    const namedBy = [...candidates].filter(
      (kill) => this.isForeign(kill, storyId) && filings.some((filing) => isNamed(kill, filing)),
    );
    return foldStory(filings, { now: this.now, namedBy, released: this.releasedOf(storyId) });
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

/** All of a view that its snapshot shows: equal signatures need no new revision. */
function signatureOf(view: StoryView | null): string {
  if (view === null) return '';
  const { state } = view;
  return JSON.stringify([
    view.groupId,
    view.status,
    view.reason,
    view.originalKilled,
    view.hold,
    view.copies.map((copy) => copy.storyId),
    state.content?.dispatchId,
    state.control?.dispatchId,
    state.versions.length,
    state.reused,
    state.receivedAt,
    state.firstCreated,
  ]);
}

function only(filing: FilingFacts, decision: Decision, alerts: readonly DeskAlert[] = []): Decided {
  return { filing, decision, replaced: null, transitions: [], alerts };
}

function skipped(filing: FilingFacts, known: FilingFacts): Decision {
  const reason =
    known.run > filing.run ? `run ${known.run} of the normaliser was decided on before` : 'decided on before';
  return { outcome: 'skipped', storyId: filing.storyId, of: known.dispatchId, score: null, reason };
}

function orphaned(filing: FilingFacts): Decision {
  return {
    outcome: 'quarantined',
    storyId: filing.storyId,
    of: null,
    score: null,
    reason: orphanAlert(filing).detail,
  };
}

function orphanAlert(filing: FilingFacts): DeskAlert {
  const what = filing.standing === 'canceled' ? 'kill' : 'withhold';
  return {
    code: `${what}_without_target`,
    detail: `a ${what} has no id and names no item: it touched nothing and waits in quarantine`,
    storyId: null,
    provider: filing.provider,
    transmissionId: filing.transmissionId,
  };
}
