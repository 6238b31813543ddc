/** A map from a key to a set of values; a key without values is none. */
export class MultiMap<K, V> {
  private readonly sets = new Map<K, Set<V>>();
  private readonly none: ReadonlySet<V> = new Set();

  get(key: K): ReadonlySet<V> {
    return this.sets.get(key) ?? this.none;
  }

  add(key: K, value: V): void {
    const set = this.sets.get(key);
    if (set) set.add(value);
    else this.sets.set(key, new Set([value]));
  }

  delete(key: K, value: V): void {
    const set = this.sets.get(key);
    if (set?.delete(value) && set.size === 0) this.sets.delete(key);
  }

  keys(): IterableIterator<K> {
    return this.sets.keys();
  }
}
