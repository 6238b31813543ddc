import { HttpException } from '@nestjs/common';
import { isStoreFault, ProblemError, type ProblemCode } from '#contracts';

/** An answer in the shape of RFC 9457 and the headers that go with it. */
export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  /** Nobody foresaw this error: it is logged with its stack, and the client learns nothing of it. */
  readonly unexpected: boolean;
}

/** Seconds after which a client shall try again when the store is away. */
const storeRetrySeconds = 2;

const codeOfStatus: Readonly<Record<number, ProblemCode>> = {
  401: 'key_missing',
  403: 'scope_missing',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'state_conflict',
  413: 'body_too_large',
  415: 'encoding_unsupported',
  429: 'rate_limited',
  503: 'overloaded',
};

/** Errors of body-parser (https://github.com/expressjs/body-parser#errors) by their `type`. */
const bodyFaults: Readonly<Record<string, { code: ProblemCode; detail: string }>> = {
  'entity.parse.failed': { code: 'request_invalid', detail: 'The body is not JSON.' },
  'entity.too.large': { code: 'body_too_large', detail: 'The body is too large.' },
  'encoding.unsupported': { code: 'encoding_unsupported', detail: 'This Content-Encoding is not supported.' },
  'charset.unsupported': { code: 'encoding_unsupported', detail: 'JSON must be UTF-8.' },
};

/** What a client is told about any error that left a handler, guard, pipe or middleware. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) {
    return problem(
      error.status,
      error.code,
      error.message,
      error.extra.members,
      error.extra.retryAfterSeconds,
    );
  }
  if (isStoreFault(error)) {
    return problem(503, 'store_unavailable', 'The store does not answer; try again.', {}, storeRetrySeconds);
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    return problem(error.getStatus(), codeOfStatus[error.getStatus()] ?? 'request_invalid', error.message);
  }
  return (
    requestFault(error) ?? {
      ...problem(500, 'internal_error', 'Something went wrong here; the log tells more.'),
      unexpected: true,
    }
  );
}

/** Errors of Express and its middleware: they carry a 4xx `status`, and body-parser's a `type`. */
function requestFault(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const known = typeof type === 'string' ? bodyFaults[type] : undefined;
  return problem(
    status,
    known?.code ?? codeOfStatus[status] ?? 'request_invalid',
    known?.detail ?? 'The request is malformed.',
  );
}

function problem(
  status: number,
  code: ProblemCode,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
  retryAfterSeconds?: number,
): Problem {
  return { status, code, detail, members, retryAfterSeconds, unexpected: false };
}
