import { once } from 'node:events';
import type { KeptWork, LeaseRegistry } from '#store';
import type { BatchConsumer, Consumption } from '../event-bus.js';

/** A process that lost its lease leaves the events to the next holder; this keeps it from asking for them meanwhile. */
const lostAfterMs = 1_000;

/**
 * Consumes while this process holds a lease: joins the group when it gets the lease, leaves when it loses it, and joins
 * again when it gets it back. Nothing is settled by a process that does not hold it: its events come again elsewhere.
 */
export function consumeUnderLease(
  leases: LeaseRegistry,
  name: string,
  consumer: BatchConsumer,
  consume: (consumer: BatchConsumer) => Consumption,
): KeptWork {
  const lease = leases.lease(name);
  const whileHeld: BatchConsumer = async (batch, context) => {
    const nothing = { settled: 0, retryAfterMs: lostAfterMs };
    if (!lease.isHeld) return nothing;
    const outcome = await consumer(batch, context);
    return lease.isHeld ? outcome : nothing;
  };
  return leases.keep(name, async (signal) => {
    if (signal.aborted) return;
    const consumption = consume(whileHeld);
    // a consumer that ends by itself met an unknown error, of which `consume` tells: the process stops
    await Promise.race([once(signal, 'abort'), consumption.ended.catch(() => undefined)]);
    await consumption.stop();
  });
}
