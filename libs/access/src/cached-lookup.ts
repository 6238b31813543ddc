/** What a lookup found, or null for "there is none": both are worth remembering for a moment. */
type Entry<V> = { readonly value: V | null; readonly until: number };

/** Entries kept; the oldest goes first. Bounds what a flood of invented keys can fill. */
const mostEntries = 10_000;

/**
 * Remembers lookups for a few seconds and forgets all at `clear`. Concurrent lookups of one key share one query; an
 * answer that was under way when `clear` came is handed out and not remembered.
 */
export class CachedLookup<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private readonly pending = new Map<string, Promise<V | null>>();
  private generation = 0;

  constructor(
    private readonly look: (key: string) => Promise<V | null>,
    private readonly ttlMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  async get(key: string): Promise<V | null> {
    const known = this.entries.get(key);
    if (known && known.until > this.now()) return known.value;
    const underway = this.pending.get(key);
    if (underway) return underway;
    const lookup = this.fetch(key);
    this.pending.set(key, lookup);
    try {
      return await lookup;
    } finally {
      if (this.pending.get(key) === lookup) this.pending.delete(key);
    }
  }

  clear(): void {
    this.generation += 1;
    this.entries.clear();
    this.pending.clear();
  }

  private async fetch(key: string): Promise<V | null> {
    const { generation } = this;
    const value = await this.look(key);
    if (generation === this.generation) this.remember(key, value);
    return value;
  }

  private remember(key: string, value: V | null): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until: this.now() + this.ttlMs });
    if (this.entries.size <= mostEntries) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
