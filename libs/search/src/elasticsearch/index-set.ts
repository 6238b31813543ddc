import type { Client } from '@elastic/elasticsearch';
import { RetriableError } from '#contracts';
import type { IndexNames } from './index-names.js';
import { prepareIndices, updateMapping } from './templates.js';

/** The indices that a story is written to. */
export interface WriteTargets {
  readonly current: string;
  /** The generation that a rebuild fills just now. */
  readonly building: string | null;
}

/** How long a writer goes on with the targets it knows; a rebuild waits for longer than this. */
const targetsKnownForMs = 3_000;
const mismatchKnownForMs = 10_000;

/** The indices of one prefix as a process knows them. */
export class IndexSet {
  private prepared: { readonly mismatch: Promise<string | null>; until: number } | undefined;
  private known: { readonly targets: Promise<WriteTargets>; readonly until: number } | undefined;

  constructor(
    private readonly client: Client,
    readonly names: IndexNames,
    readonly knownForMs = targetsKnownForMs,
  ) {}

  /**
   * Makes what is missing, once a process. Gives what keeps the index from being as this version makes it, or null; a
   * mismatch is looked at again and again, since a rebuild ends it.
   */
  async ready(): Promise<string | null> {
    if (this.prepared === undefined || this.prepared.until < Date.now()) {
      this.prepared = { mismatch: this.prepare(), until: Infinity };
    }
    const { prepared } = this;
    try {
      const mismatch = await prepared.mismatch;
      if (mismatch !== null) prepared.until = Math.min(prepared.until, Date.now() + mismatchKnownForMs);
      return mismatch;
    } catch (error) {
      this.prepared = undefined;
      throw error;
    }
  }

  /** Where to write by concrete names: an alias could move between a document's first and second revision. */
  async targets(): Promise<WriteTargets> {
    await this.ready();
    if (this.known === undefined || this.known.until < Date.now()) {
      this.known = { targets: this.readTargets(), until: Date.now() + this.knownForMs };
    }
    try {
      return await this.known.targets;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }

  /** Forgets what is known, after a write met an index that is gone. */
  forget(): void {
    this.known = undefined;
    this.prepared = undefined;
  }

  /** All generations of the stories with their aliases. */
  async generations(): Promise<Map<string, readonly string[]>> {
    const found = await this.client.indices.getAlias({ index: this.names.pattern('stories') });
    return new Map(Object.entries(found).map(([index, { aliases }]) => [index, Object.keys(aliases)]));
  }

  private async prepare(): Promise<string | null> {
    await prepareIndices(this.client, this.names);
    return updateMapping(this.client, this.names);
  }

  private async readTargets(): Promise<WriteTargets> {
    const generations = [...(await this.generations())];
    const behind = (alias: string): string | undefined =>
      generations.find(([, aliases]) => aliases.includes(alias))?.[0];
    const current = behind(this.names.alias('stories'));
    if (current === undefined) {
      throw new RetriableError('search_unavailable', 'no index stands behind the alias of the stories');
    }
    return { current, building: behind(this.names.building()) ?? null };
  }
}
