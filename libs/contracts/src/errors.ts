/** Stable codes of problem+json answers; clients may rely on them, so they are never renamed. */
export const problemCodes = {
  body_empty: 400,
  request_invalid: 400,
  query_invalid: 400,
  cursor_invalid: 400,
  unsupported_by_engine: 400,
  key_missing: 401,
  key_unknown: 401,
  key_expired: 401,
  signature_invalid: 401,
  scope_missing: 403,
  feed_forbidden: 403,
  csrf_missing: 403,
  not_found: 404,
  feed_unknown: 404,
  method_not_allowed: 405,
  already_exists: 409,
  state_conflict: 409,
  body_too_large: 413,
  encoding_unsupported: 415,
  encoding_broken: 400,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal_error: 500,
  store_unavailable: 503,
  search_unavailable: 503,
  overloaded: 503,
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** The base of every error that wiredesk throws on purpose: a stable `code`, a sentence, and the `cause`. */
export class WiredeskError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An answer to an HTTP client in the shape of RFC 9457, with the status that belongs to its code. */
export class ProblemError extends WiredeskError {
  readonly status: number;

  constructor(
    override readonly code: ProblemCode,
    message: string,
    readonly extra: { retryAfterSeconds?: number; members?: Record<string, unknown> } & ErrorOptions = {},
  ) {
    super(code, message, extra);
    this.status = problemCodes[code];
  }
}

/** An event that can never be handled, whatever the state of the world: it goes to the dead-letter topic. */
export class PoisonEventError extends WiredeskError {}

/** A passing fault of a database, broker, index or peer: worth another try for as long as it takes. */
export class RetriableError extends WiredeskError {
  constructor(
    code: string,
    message: string,
    readonly options: { retryAfterMs?: number } & ErrorOptions = {},
  ) {
    super(code, message, options);
  }
}

/** A setting that is missing, unknown or wrong. The message names it and never prints its value. */
export class ConfigError extends WiredeskError {}
