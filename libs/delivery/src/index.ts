export {
  destinationChange,
  destinationEvents,
  destinationId,
  newDestination,
  secretRotation,
  type DestinationChange,
  type DestinationView,
  type NewDestination,
  type SecretRotation,
} from './destination/destination.js';
export { Destinations, type Manager, type SavedDestination } from './destination/destinations.js';
export { EgressDeniedError, EgressGuard, type EgressOptions, type Resolver } from './egress/egress-guard.js';
export type { ClaimedDelivery } from './ledger/claim.js';
export {
  Deliveries,
  deliveryFilter,
  deliveryStates,
  type DeliveryFilter,
  type DeliveryState,
  type DeliveryView,
} from './ledger/deliveries.js';
export { purgeLedger, type PurgeOptions } from './ledger/purge.js';
export type { SettledRow } from './ledger/settled-event.js';
export type { AttemptOutcome } from './ledger/settlement.js';
export { StoryIntake, type IncomingEvent, type Routed } from './routing/story-intake.js';
export {
  DeliverySender,
  type SenderObserver,
  type SenderOptions,
  type TracedAttempt,
} from './send/delivery-sender.js';
export { defaultSchedule } from './send/schedule.js';
export { testEventType, type TestResult } from './send/test-event.js';
export { WebhookClient, type WebhookClientOptions } from './send/webhook-client.js';
