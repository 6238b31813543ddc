import type { FilingFacts } from '#contracts';
import { MultiMap } from './multi-map.js';
import { isNamed } from './names.js';
import { filingKey } from './versions.js';

/** The filings in force, found by item, by story, and by who names whom. */
export class FilingIndex {
  private readonly live = new Map<string, FilingFacts>();
  private readonly chains = new MultiMap<string, FilingFacts>();
  /** Stories by the tokens that name one of their filings. */
  private readonly named = new MultiMap<string, string>();
  /** Kills and withholds by the tokens that they name. */
  private readonly naming = new MultiMap<string, FilingFacts>();

  /** The filing in force of the same item, whatever its run. */
  sameItem(filing: FilingFacts): FilingFacts | undefined {
    return this.live.get(filingKey(filing));
  }

  storyIds(): string[] {
    return [...this.chains.keys()];
  }

  /** The filings of a story's own chain. */
  chain(storyId: string): FilingFacts[] {
    return [...this.chains.get(storyId)];
  }

  add(filing: FilingFacts): void {
    this.live.set(filingKey(filing), filing);
    this.addKill(filing);
    if (filing.notice) return;
    this.chains.add(filing.storyId, filing);
    for (const name of filing.names) this.named.add(name, filing.storyId);
  }

  /** A kill of which only what it names matters here, not its own chain. */
  addKill(kill: FilingFacts): void {
    for (const target of kill.targets) this.naming.add(target, kill);
  }

  remove(filing: FilingFacts): void {
    this.live.delete(filingKey(filing));
    for (const target of filing.targets) this.naming.delete(target, filing);
    if (filing.notice) return;
    this.chains.delete(filing.storyId, filing);
    const kept = new Set(this.chain(filing.storyId).flatMap((other) => other.names));
    for (const name of filing.names) if (!kept.has(name)) this.named.delete(name, filing.storyId);
  }

  /** The stories other than its own that a kill names, in the order of their ids. */
  storiesNamedBy(kill: FilingFacts): string[] {
    const stories = new Set(kill.targets.flatMap((target) => [...this.named.get(target)]));
    return [...stories].filter((storyId) => names(kill, storyId, this.chain(storyId))).sort();
  }

  /** The kills and withholds of other chains that name a story. */
  killsNaming(storyId: string): FilingFacts[] {
    const chain = this.chain(storyId);
    const candidates = new Set(
      chain.flatMap((filing) => filing.names.flatMap((name) => [...this.naming.get(name)])),
    );
    return [...candidates].filter((kill) => names(kill, storyId, chain));
  }
}

function names(kill: FilingFacts, storyId: string, chain: readonly FilingFacts[]): boolean {
  const isForeign = kill.notice || kill.storyId !== storyId;
  return isForeign && chain.some((filing) => isNamed(kill, filing));
}
