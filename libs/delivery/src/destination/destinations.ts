import type { DataSource, EntityManager } from 'typeorm';
import type { AuditLog } from '#access';
import { ProblemError } from '#contracts';
import { parseQuery, type QueryWarning } from '#query';
import { EgressDeniedError, type EgressGuard } from '../egress/egress-guard.js';
import { hastenRecalls } from '../ledger/destination-health.js';
import { sendTest, type TestResult } from '../send/test-event.js';
import type { WebhookClient } from '../send/webhook-client.js';
import {
  isWithin,
  viewOf,
  type Destination,
  type DestinationChange,
  type DestinationView,
  type Entitlement,
  type NewDestination,
  type SecretRotation,
} from './destination.js';
import { readDestination, readDestinations } from './destination-rows.js';
import { defaultOverlapHours, firstSecret, newSecret, rotateSecrets } from './secrets.js';

/** Who manages destinations: they see those whose rights lie within their own. */
export interface Manager {
  readonly keyId: string;
  readonly providers: Entitlement;
}

/** A new or changed destination; `warnings` tell what was mended in its query. */
export interface SavedDestination extends DestinationView {
  readonly warnings: readonly QueryWarning[];
}

/** Creates, changes and removes destinations, each change with its audit entry. Throws ProblemError. */
export class Destinations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Pick<AuditLog, 'record'>,
    private readonly guard: EgressGuard,
    private readonly client: WebhookClient,
  ) {}

  /** The answer holds the secret, this once. */
  async create(input: NewDestination, manager: Manager): Promise<SavedDestination & { secret: string }> {
    const providers = input.providers ?? manager.providers;
    this.check({ ...input, providers }, manager);
    const { warnings } = parseQuery(input.query);
    const secret = input.secret ?? newSecret();
    const created = await this.dataSource.transaction(async (transaction) => {
      const rows: unknown[] = await transaction.query(
        `insert into publisher.destinations (destination_id, url, query, providers, events, secrets, active, created_by)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict do nothing returning destination_id`,
        [
          input.id,
          input.url,
          input.query,
          providers === '*' ? null : providers,
          input.events,
          JSON.stringify(firstSecret(secret, new Date())),
          input.active,
          manager.keyId,
        ],
      );
      if (rows.length === 0) {
        throw new ProblemError('already_exists', `There is a destination "${input.id}" already.`);
      }
      await this.record(transaction, manager, 'destination.created', input.id, {
        providers,
        query: input.query,
      });
      return this.existing(transaction, input.id, manager);
    });
    return { ...viewOf(created), secret, warnings };
  }

  async list(manager: Manager): Promise<DestinationView[]> {
    const destinations = await readDestinations(this.dataSource);
    return destinations.filter((destination) => mayManage(manager, destination)).map(viewOf);
  }

  async get(id: string, manager: Manager): Promise<DestinationView> {
    return viewOf(await this.existing(this.dataSource, id, manager));
  }

  /** Changes the members that are given. Switching it on again forgets its failures; recalls then go at once. */
  async change(id: string, change: DestinationChange, manager: Manager): Promise<SavedDestination> {
    this.check(change, manager);
    const warnings = change.query === undefined ? [] : parseQuery(change.query).warnings;
    return this.dataSource.transaction(async (transaction) => {
      const before = await this.existing(transaction, id, manager, true);
      const after = { ...before, ...change };
      const startsAfresh = change.active === true || (change.url !== undefined && change.url !== before.url);
      await transaction.query(
        `update publisher.destinations set url = $2, query = $3, providers = $4, events = $5, active = $6,
           disabled_reason = case when $7 then null else disabled_reason end,
           failures = case when $7 then 0 else failures end,
           failing_since = case when $7 then null else failing_since end,
           throttled_until = case when $7 then null else throttled_until end,
           updated_at = now()
         where destination_id = $1`,
        [
          id,
          after.url,
          after.query,
          after.providers === '*' ? null : after.providers,
          after.events,
          after.active,
          startsAfresh,
        ],
      );
      if (startsAfresh) await hastenRecalls(transaction, [id]);
      // the URL may hold a token: that it changed is noted, not to what
      const { url, ...told } = change;
      await this.record(transaction, manager, 'destination.changed', id, {
        ...told,
        urlChanged: url !== undefined && url !== before.url,
      });
      return { ...viewOf(await this.existing(transaction, id, manager)), warnings };
    });
  }

  /** Removes it; what waits for it is skipped, and it is told of no kill any more. */
  async remove(id: string, manager: Manager): Promise<void> {
    await this.dataSource.transaction(async (transaction) => {
      await this.existing(transaction, id, manager, true);
      await transaction.query('delete from publisher.destinations where destination_id = $1', [id]);
      await transaction.query(
        `update publisher.deliveries set state = 'skipped', last_error = 'destination_removed', settled_at = now(),
           next_attempt_at = null
         where destination = $1 and state = 'pending'`,
        [id],
      );
      await transaction.query('delete from publisher.holdings where destination = $1', [id]);
      await this.record(transaction, manager, 'destination.removed', id);
    });
  }

  /** A new secret, shown this once; the former one signs too until the overlap ends. */
  async rotateSecret(
    id: string,
    { secret = newSecret(), overlapHours = defaultOverlapHours }: SecretRotation,
    manager: Manager,
  ): Promise<DestinationView & { secret: string }> {
    return this.dataSource.transaction(async (transaction) => {
      const before = await this.existing(transaction, id, manager, true);
      const secrets = rotateSecrets(before.secrets, secret, new Date(), overlapHours);
      await transaction.query(
        'update publisher.destinations set secrets = $2::jsonb, updated_at = now() where destination_id = $1',
        [id, JSON.stringify(secrets)],
      );
      await this.record(transaction, manager, 'destination.secret_rotated', id, { overlapHours });
      return { ...viewOf({ ...before, secrets }), secret };
    });
  }

  /** Sends a signed test event now, outside of the ledger, also to a destination that is switched off. */
  async test(id: string, manager: Manager): Promise<TestResult> {
    return sendTest(await this.existing(this.dataSource, id, manager), this.client);
  }

  private check(input: { url?: string; providers?: Entitlement }, manager: Manager): void {
    if (input.providers !== undefined && !isWithin(input.providers, manager.providers)) {
      throw new ProblemError('scope_missing', 'This key has no rights to all of these providers.');
    }
    if (input.url === undefined) return;
    try {
      this.guard.checkUrl(new URL(input.url));
    } catch (error) {
      if (!(error instanceof EgressDeniedError)) throw error;
      throw new ProblemError('request_invalid', 'The URL leads to an address that is not allowed here.', {
        cause: error,
        members: { errors: [{ path: 'url', message: error.message }] },
      });
    }
  }

  /** A destination beyond the manager's rights is not there for them. */
  private async existing(
    database: DataSource | EntityManager,
    id: string,
    manager: Manager,
    lock = false,
  ): Promise<Destination> {
    const destination = await readDestination(database, id, lock);
    if (!destination || !mayManage(manager, destination)) {
      throw new ProblemError('not_found', 'There is no such destination.');
    }
    return destination;
  }

  private record(
    transaction: EntityManager,
    { keyId }: Manager,
    action: string,
    subject: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    return this.audit.record(transaction, { actor: keyId, action, subject, detail });
  }
}

function mayManage(manager: Manager, destination: Destination): boolean {
  return isWithin(destination.providers, manager.providers);
}
