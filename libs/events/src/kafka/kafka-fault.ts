import { RetriableError, WiredeskError } from '#contracts';

/** Protocol errors that end by themselves or with a new connection, besides those that the library calls retriable. */
const passingTypes = new Set([
  'BROKER_NOT_AVAILABLE',
  'CONCURRENT_TRANSACTIONS',
  'ILLEGAL_GENERATION',
  'INCONSISTENT_GROUP_PROTOCOL',
  'NOT_COORDINATOR_FOR_GROUP',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'REBALANCE_IN_PROGRESS',
  'STALE_CONTROLLER_EPOCH',
  'UNKNOWN',
  'UNKNOWN_MEMBER_ID',
  'UNKNOWN_PRODUCER_ID',
]);
/** Errors of the library itself that say no more than that the cluster did not answer. */
const passingNames = new Set([
  'KafkaJSBrokerNotFound',
  'KafkaJSConnectionClosedError',
  'KafkaJSConnectionError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSStaleTopicMetadataAssignment',
  'KafkaJSTimeout',
  'KafkaJSTopicMetadataNotLoaded',
]);
const networkCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** A newer producer has the id, or the broker gave up a transaction that took too long. */
const fencedTypes = new Set(['INVALID_PRODUCER_EPOCH', 'INVALID_PRODUCER_ID_MAPPING', 'INVALID_TXN_STATE']);

interface Facts {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly retriable?: unknown;
  readonly cause?: unknown;
}

/**
 * Whether an error says that Kafka cannot serve now and may soon. Errors that no try can mend are none: credentials
 * and rights that are refused, records that are too large, bugs.
 */
export function isKafkaFault(error: unknown): boolean {
  if (error instanceof RetriableError) return error.code === 'kafka_unavailable';
  return causes(error).some(({ name, type, code, retriable }) => {
    if (typeof type === 'string') return retriable === true || passingTypes.has(type);
    if (typeof name === 'string' && passingNames.has(name)) return true;
    return typeof code === 'string' && networkCodes.test(code);
  });
}

/** Whether a transactional producer has lost its id. */
export function isFenced(error: unknown): boolean {
  return causes(error).some(({ type }) => typeof type === 'string' && fencedTypes.has(type));
}

/** The error in our words: RetriableError `kafka_unavailable` for a fault that passes, else WiredeskError `kafka_refused`. */
export function kafkaError(doing: string, cause: unknown): WiredeskError {
  if (cause instanceof WiredeskError) return cause;
  const message = `${doing}: ${cause instanceof Error ? cause.message : String(cause)}`;
  return isKafkaFault(cause)
    ? new RetriableError('kafka_unavailable', message, { cause })
    : new WiredeskError('kafka_refused', message, { cause });
}

/** The error and what caused it, outermost first; the library wraps what it gives up on. */
function causes(error: unknown): Facts[] {
  const chain: Facts[] = [];
  let next = error;
  while (typeof next === 'object' && next !== null && !chain.includes(next)) {
    chain.push(next);
    next = (next as Facts).cause;
  }
  return chain;
}
