type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A copy without the members that are undefined: absent and undefined are not the same in ninjs. */
export function defined<T extends object>(value: T): Partial<Defined<T>> {
  const result: Partial<T> = {};
  for (const name in value) {
    const member = value[name];
    if (member !== undefined) result[name] = member;
  }
  return result as Partial<Defined<T>>;
}

/** The list, or undefined when nothing is in it. */
export function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
