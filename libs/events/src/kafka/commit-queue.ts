/** Where a group shall stand on a partition. */
export interface PlaceToCommit {
  readonly partition: number;
  readonly offset: string;
}

/**
 * Commits places that come in one turn in one request, and those that come during a request in the next one: partitions
 * that are handled together are settled together.
 */
export class CommitQueue {
  private waiting: PlaceToCommit[] = [];
  private next: Promise<void> | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly send: (places: PlaceToCommit[]) => Promise<void>) {}

  /** Resolves when the broker has the place. Rejects with what the request met. */
  commit(place: PlaceToCommit): Promise<void> {
    this.waiting.push(place);
    this.next ??= this.afterThisTurn();
    return this.next;
  }

  private async afterThisTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    // a request that failed is told to its own callers
    await this.last.catch(() => undefined);
    const places = this.waiting;
    this.waiting = [];
    this.next = undefined;
    this.last = this.send(places);
    await this.last;
  }
}
