import { ProblemError } from '#contracts';

/** A share of the budget, held by one push from its first byte to its commit. */
export interface ByteLease {
  /** Takes more. Throws `overloaded` when the process holds too much. */
  grow(bytes: number): void;
  release(): void;
}

/** Bounds the bytes of pushes that are in memory at once, over all senders. */
export class ByteBudget {
  private used = 0;

  constructor(private readonly most: number) {}

  get usedBytes(): number {
    return this.used;
  }

  lease(): ByteLease {
    let held = 0;
    return {
      grow: (bytes) => {
        if (this.used + bytes > this.most) throw overloaded();
        this.used += bytes;
        held += bytes;
      },
      release: () => {
        this.used -= held;
        held = 0;
      },
    };
  }
}

/** The answer when pushes come faster than the store takes them. */
export function overloaded(): ProblemError {
  return new ProblemError('overloaded', 'More comes in than can be stored now; send it again.', {
    retryAfterSeconds: 1,
  });
}
