import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AuditLog } from '#access';
import { ProblemError, type StoryStatus } from '#contracts';
import type { Manager } from '../destination/destinations.js';
import { isEntitled } from '../destination/destination.js';
import { printCursor, readCursor } from './cursor.js';

/** How a delivery stands. `recalled` = taken back since its story may not be shown; `skipped` = no longer wanted. */
export const deliveryStates = ['pending', 'sent', 'failed', 'recalled', 'skipped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Query of `GET /v1/deliveries`. */
export const deliveryFilter = z.strictObject({
  story: z.uuid().optional(),
  destination: z.string().max(100).optional(),
  state: z.enum(deliveryStates).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(300).optional(),
});
export type DeliveryFilter = z.output<typeof deliveryFilter>;

/** One row of the ledger. `deliveryId` is what the receiver saw as `webhook-id`. */
export interface DeliveryView {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly destination: string;
  readonly storyId: string;
  readonly dispatchId: string;
  readonly revision: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  /** HTTP status of the last attempt that got an answer. */
  readonly lastStatus: number | null;
  /** Stable code of the last failure, or of why it was skipped. */
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

interface DeliveryRow {
  delivery_id: string;
  event_id: string;
  event_type: string;
  destination: string;
  story_id: string;
  dispatch_id: string;
  revision: string;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: Date | null;
  last_status: number | null;
  last_error: string | null;
  created_at: Date;
  /** With microseconds, which a Date would lose. */
  created: string;
  settled_at: Date | null;
}

const columns = `delivery.delivery_id, delivery.event_id, delivery.event_type, delivery.destination, delivery.story_id,
  delivery.dispatch_id, delivery.revision::text, delivery.state, delivery.attempts, delivery.next_attempt_at,
  delivery.last_status, delivery.last_error, delivery.created_at, delivery.created_at::text as created,
  delivery.settled_at`;

/** The ledger as people see it. Throws ProblemError. */
export class Deliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Pick<AuditLog, 'record'>,
  ) {}

  /** Newest first, of the providers that the reader has rights to. */
  async list(
    filter: DeliveryFilter,
    reader: Pick<Manager, 'providers'>,
  ): Promise<{ deliveries: DeliveryView[]; cursor: string | null }> {
    const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
    const rows: DeliveryRow[] = await this.dataSource.query(
      `select ${columns} from publisher.deliveries as delivery
       where ($1::uuid is null or delivery.story_id = $1) and ($2::text is null or destination = $2)
         and ($3::text is null or state = $3)
         and ($4::timestamptz is null or (created_at, delivery_id) < ($4, $5))
         and ($6::text[] is null or exists (
           select from publisher.stories as story
           where story.story_id = delivery.story_id and story.provider = any($6)
         ))
       order by created_at desc, delivery_id desc limit $7`,
      [
        filter.story ?? null,
        filter.destination ?? null,
        filter.state ?? null,
        after?.createdAt ?? null,
        after?.deliveryId ?? null,
        reader.providers === '*' ? null : reader.providers,
        filter.limit + 1,
      ],
    );
    const page = rows.slice(0, filter.limit);
    const last = page.at(-1);
    const hasMore = rows.length > filter.limit && last !== undefined;
    return {
      deliveries: page.map(viewOfRow),
      cursor: hasMore ? printCursor({ createdAt: last.created, deliveryId: last.delivery_id }) : null,
    };
  }

  /**
   * Puts a settled delivery back in line, under its old id, with the whole schedule before it. News is sent again
   * only while its revision is the story's newest and may be shown; a recall always.
   */
  async retry(deliveryId: string, manager: Manager): Promise<DeliveryView> {
    return this.dataSource.transaction(async (transaction) => {
      const [row] = await transaction.query<(DeliveryRow & RetryFacts)[]>(
        `select ${columns}, is_recall, coalesce(lease_until > now(), false) as under_way, story.status as story_status,
           story.provider, event.event_id is not null as has_body,
           exists (
             select from publisher.destinations where destination_id = delivery.destination
           ) as has_destination,
           exists (
             select from publisher.deliveries as newer
             where newer.story_id = delivery.story_id and newer.destination = delivery.destination
               and newer.revision > delivery.revision
           ) as has_newer
         from publisher.deliveries as delivery
         join publisher.stories as story using (story_id)
         left join publisher.events as event using (event_id)
         where delivery_id = $1 for update of delivery`,
        [deliveryId],
      );
      if (!row || !isEntitled(manager.providers, row.provider)) {
        throw new ProblemError('not_found', 'There is no such delivery.');
      }
      const obstacle = obstacleTo(row);
      if (obstacle !== undefined) throw new ProblemError('state_conflict', obstacle);
      const [[renewed]] = await transaction.query<[[DeliveryRow], number]>(
        `update publisher.deliveries as delivery set state = 'pending', attempts = 0, next_attempt_at = now(),
           settled_at = null
         where delivery_id = $1 returning ${columns}`,
        [deliveryId],
      );
      await this.audit.record(transaction, {
        actor: manager.keyId,
        action: 'delivery.retried',
        subject: deliveryId,
        detail: { from: row.state },
      });
      return viewOfRow(renewed);
    });
  }
}

interface RetryFacts {
  is_recall: boolean;
  under_way: boolean;
  story_status: StoryStatus;
  provider: string;
  has_body: boolean;
  has_destination: boolean;
  has_newer: boolean;
}

function obstacleTo(row: DeliveryRow & RetryFacts): string | undefined {
  if (row.state === 'pending' || row.under_way) return 'The delivery is still being tried.';
  if (!row.has_destination) return 'Its destination is gone.';
  if (!row.is_recall && row.story_status !== 'usable') return 'The story may not be shown now.';
  if (row.has_newer) return 'A newer delivery of the story went to this destination.';
  return row.has_body ? undefined : 'Its body is no longer kept.';
}

function viewOfRow(row: DeliveryRow): DeliveryView {
  return {
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    eventType: row.event_type,
    destination: row.destination,
    storyId: row.story_id,
    dispatchId: row.dispatch_id,
    revision: Number(row.revision),
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
