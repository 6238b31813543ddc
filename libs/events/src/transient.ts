import { RetriableError } from '#contracts';

/** Network faults of node's sockets that end when the peer is back. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/**
 * SQLSTATE classes that pass by themselves (PostgreSQL, appendix A): 08 connection, 40 rollback (deadlock,
 * serialisation), 53 resources, 57P0x shutdown and start-up, 55P03 lock timeout, 57014 statement timeout,
 * 25P03 idle-in-transaction timeout.
 */
const transientState = /^(?:08...|40...|53...|57P0[1-5]|55P03|57014|25P03)$/;

/** node-postgres reports a lost connection without any code. */
const lostConnection =
  /Connection terminated|connection (?:timeout|closed)|timeout exceeded when trying to connect|not queryable/i;

/** Whether an error of the database is worth another try for as long as it takes. */
export function isTransientDatabaseError(error: unknown): boolean {
  if (error instanceof RetriableError) return true;
  if (error instanceof AggregateError) return error.errors.some(isTransientDatabaseError);
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && (networkCodes.has(code) || transientState.test(code))) return true;
  if (lostConnection.test(error.message)) return true;
  return driverError !== undefined && driverError !== error && isTransientDatabaseError(driverError);
}
