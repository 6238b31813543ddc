import { isStoreFault, ProblemError, RetriableError } from '#contracts';

/** SQLSTATE classes of data that cannot be stored: 22 data exception, 23 constraint, 54 limit of the database. */
const dataState = /^(?:22|23|54)/;

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Why one document of a statement can never be stored, or undefined when the error has another cause. */
export function dataFault(error: unknown): { code: string; detail: string } | undefined {
  const code = codeOf(error);
  if (code === undefined || !dataState.test(code)) return undefined;
  return { code: `index_${code.toLowerCase()}`, detail: (error as Error).message };
}

/** Runs a write; a fault that passes becomes a RetriableError. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    throw new RetriableError('search_unavailable', 'the search index does not answer', { cause: error });
  }
}

/** Runs a read; a fault that passes becomes the answer 503. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    throw new ProblemError('search_unavailable', 'The search index does not answer at the moment.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
}
