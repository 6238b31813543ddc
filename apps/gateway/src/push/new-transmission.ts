/** A transmission that waits to be stored. */
export interface NewTransmission {
  readonly transmissionId: string;
  readonly feed: string;
  readonly provider: string;
  readonly profile: string | null;
  readonly receivedAt: Date;
  readonly contentType: string | null;
  readonly filename: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly sha256: string;
  readonly body: Buffer;
  readonly idempotencyKey: string | null;
  /** The trace of the push. */
  readonly traceparent?: string | undefined;
}

/** What became of a push: stored now, or known by its idempotency key from before. */
export type Stored =
  | { readonly kind: 'stored'; readonly transmissionId: string }
  | { readonly kind: 'repeated'; readonly transmissionId: string; readonly sha256: string };
