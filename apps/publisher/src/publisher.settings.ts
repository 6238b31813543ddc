import type { EgressOptions, SenderOptions } from '#delivery';
import type { Config } from '#platform';

/** Token of the `PublisherSettings`. */
export const publisherSettings = Symbol('publisher settings');

/** What tests and operators may want other than usual. */
export interface PublisherSettings extends Pick<
  SenderOptions,
  'schedule' | 'perDestination' | 'inFlight' | 'leaseMs' | 'disableAfterMs'
> {
  readonly egress: EgressOptions;
  /** Time for one attempt until the answer's status. */
  readonly timeoutMs: number;
  /** Time that attempts under way get at a stop. */
  readonly stopGraceMs: number;
  /** How often old bodies and rows are removed. */
  readonly purgeEveryMs: number;
}

/** Settings of a process by its config. The lease outlives the longest attempt, with room for a slow store. */
export function settingsOf({ egress }: Pick<Config, 'egress'>): PublisherSettings {
  return { egress, timeoutMs: 15_000, leaseMs: 30_000, stopGraceMs: 5_000, purgeEveryMs: 3_600_000 };
}
