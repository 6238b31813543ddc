import type { StorySnapshot } from '#contracts';
import { parseQuery, QueryIndex, toMatchable } from '#query';
import type { Destination } from '../destination/destination.js';

/** The queries of all destinations, matched the way streams and alerts are. */
export class RouteTable {
  private readonly index = new QueryIndex();
  private readonly queries = new Map<string, string>();

  /** Takes over what changed; a query is read again only when its text changed. */
  update(destinations: readonly Destination[]): void {
    const gone = new Set(this.queries.keys());
    for (const { id, query } of destinations) {
      gone.delete(id);
      if (this.queries.get(id) === query) continue;
      this.index.add(id, parseQuery(query).ast);
      this.queries.set(id, query);
    }
    for (const id of gone) {
      this.index.remove(id);
      this.queries.delete(id);
    }
  }

  /** The destinations whose query the story answers; worked out when first asked. */
  matcherFor(story: StorySnapshot): (id: string) => boolean {
    let found: Set<string> | undefined;
    return (id) => (found ??= new Set(this.index.match(toMatchable(story)))).has(id);
  }
}
