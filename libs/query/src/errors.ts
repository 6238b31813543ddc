import { ProblemError } from '#contracts';

/** A query over a limit (length, clauses, depth); code `query_invalid`, answered as 400. */
export class QueryError extends ProblemError {
  constructor(message: string, limit: { name: string; limit: number }) {
    super('query_invalid', message, { members: limit });
  }
}
