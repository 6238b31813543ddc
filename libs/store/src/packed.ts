/** Many byte strings as one parameter: `substring(blob from offset for length)` takes them apart again. */
export interface Packed {
  readonly blob: Buffer;
  /** From 1, as PostgreSQL counts. */
  readonly offsets: number[];
  /** Null for a value that is null. */
  readonly lengths: (number | null)[];
}

/**
 * Packs byte strings for a statement that writes many of them. node-postgres sends one Buffer as bytes, but an array
 * of Buffers or texts as an array literal, escaped and hexed, which costs both sides more than the insert itself
 * (measured: a third of the time per row).
 */
export function pack(values: readonly (Buffer | null)[]): Packed {
  const offsets: number[] = [];
  let offset = 1;
  for (const value of values) {
    offsets.push(offset);
    offset += value?.length ?? 0;
  }
  return {
    blob: Buffer.concat(values.filter((value) => value !== null)),
    offsets,
    lengths: values.map((value) => value?.length ?? null),
  };
}
