/** One thing that must hold. */
export interface Check {
  readonly name: string;
  /** What was found instead; undefined when it holds. */
  readonly fault: string | undefined;
}

/** A check of a condition. */
export function check(name: string, holds: boolean, found: unknown): Check {
  return { name, fault: holds ? undefined : `found ${JSON.stringify(found)}`.slice(0, 300) };
}

/** A check of a value. */
export function equal(name: string, found: unknown, wanted: unknown): Check {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  return { name, fault: one === other ? undefined : `wanted ${other}, found ${one ?? 'nothing'}` };
}
