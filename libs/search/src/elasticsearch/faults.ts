import { errors } from '@elastic/elasticsearch';
import { isStoreFault, ProblemError, RetriableError } from '#contracts';

/** Answers that pass by themselves: too busy, no primary yet, a gateway that lost its node. */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether an answer, of a request or of one document in it, says that another try may do. */
export function isPassingStatus(status: number): boolean {
  return passingStatuses.has(status);
}

/** Whether an error says that Elasticsearch cannot answer now and may soon; an index that is gone is made again. */
export function isSearchFault(error: unknown): boolean {
  if (error instanceof errors.ResponseError) {
    return isPassingStatus(error.statusCode ?? 0) || errorType(error) === 'index_not_found_exception';
  }
  return (
    error instanceof errors.ConnectionError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoLivingConnectionsError ||
    error instanceof RetriableError ||
    isStoreFault(error)
  );
}

/** The type of an error that Elasticsearch answered, as `index_not_found_exception`. */
export function errorType(error: unknown): string | undefined {
  if (!(error instanceof errors.ResponseError)) return undefined;
  const { type } = (error.body as { error?: { type?: unknown } } | undefined)?.error ?? {};
  return typeof type === 'string' ? type : undefined;
}

/** Runs a write; a fault that passes becomes a RetriableError. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RetriableError || !isSearchFault(error)) throw error;
    throw new RetriableError('search_unavailable', 'the search index does not answer', { cause: error });
  }
}

/** Runs a read; a fault that passes becomes the answer 503. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isSearchFault(error)) throw error;
    throw new ProblemError('search_unavailable', 'The search index does not answer at the moment.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
}
