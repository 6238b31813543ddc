/** What came of an attempt. */
export type AttemptOutcome =
  | { readonly kind: 'sent'; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly status: number | null;
      /** A stable code. */
      readonly error: string;
      /** Wait before the next attempt; undefined = this was the last. */
      readonly waitMs: number | undefined;
      /** The whole destination is left alone for so long. */
      readonly throttleMs: number | undefined;
      /** The receiver said 410: the destination is over. */
      readonly isGone: boolean;
    }
  /** Cut off by the stop of this process before an answer came: as if it had not begun. */
  | { readonly kind: 'released' };

/** An attempt and its outcome. */
export interface Settlement {
  readonly deliveryId: string;
  readonly destination: string;
  readonly storyId: string;
  readonly isRecall: boolean;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
}

export interface SettleOptions {
  /** A destination that fails for this long without a success is switched off. */
  readonly disableAfterMs: number;
}
