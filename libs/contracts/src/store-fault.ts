import { RetriableError } from './errors.js';

/** Network faults of node's sockets that end when the database is back. */
const networkCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/**
 * SQLSTATE classes that pass by themselves (PostgreSQL, appendix A): 08 connection, 40 rollback (deadlock,
 * serialisation), 53 resources, 57P0x shutdown and start-up, 55P03 lock and 57014 statement time-outs, 25P02 a
 * transaction that such a fault broke, 25P03 idle in transaction.
 */
const passingStates = /^(?:08...|40...|53...|57P0[1-5]|55P03|57014|25P0[23])$/;
/**
 * node-postgres and TypeORM tell a lost connection by words alone. TypeORM lets a query runner go when its connection
 * breaks; the next query of its transaction then hears that it was released.
 */
const lostWords =
  /Connection terminated|connection (?:timeout|closed)|timeout exceeded when trying to connect|not queryable|query runner (?:was )?already released|pool after calling end|Driver not Connected/i;

/**
 * Whether an error says that the store cannot answer now and may soon: consumers try again for as long as it takes,
 * clients are asked to come again. Looks at what the error holds and not at its class: drivers wrap, aggregate and
 * bring errors of their own.
 */
export function isStoreFault(error: unknown): boolean {
  if (error instanceof RetriableError) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors, driverError } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string' && (networkCodes.test(code) || passingStates.test(code))) return true;
  if (typeof message === 'string' && lostWords.test(message)) return true;
  if (Array.isArray(errors) && errors.some(isStoreFault)) return true;
  return driverError !== undefined && driverError !== error && isStoreFault(driverError);
}
