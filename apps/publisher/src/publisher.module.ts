import { Module, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessModule, AuditLog } from '#access';
import { Deliveries, DeliverySender, Destinations, EgressGuard, StoryIntake, WebhookClient } from '#delivery';
import { CONFIG } from '#platform';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryObserver } from './delivery-observer.js';
import { DestinationsController } from './destinations.controller.js';
import { PublisherHandler } from './publisher.handler.js';
import { publisherSettings, settingsOf, type PublisherSettings } from './publisher.settings.js';
import { SenderRunner } from './sender-runner.js';

const providers: Provider[] = [
  { provide: publisherSettings, inject: [CONFIG], useFactory: settingsOf },
  {
    provide: EgressGuard,
    inject: [publisherSettings],
    useFactory: ({ egress }: PublisherSettings) => new EgressGuard(egress),
  },
  {
    provide: WebhookClient,
    inject: [EgressGuard, publisherSettings],
    useFactory: (guard: EgressGuard, { timeoutMs }: PublisherSettings) =>
      new WebhookClient({ guard, timeoutMs }),
  },
  {
    provide: DeliverySender,
    inject: [DataSource, WebhookClient, DeliveryObserver, publisherSettings],
    useFactory: (
      dataSource: DataSource,
      client: WebhookClient,
      observer: DeliveryObserver,
      settings: PublisherSettings,
    ) => new DeliverySender(dataSource, { ...settings, client, observer }),
  },
  {
    provide: StoryIntake,
    inject: [DataSource],
    useFactory: (dataSource: DataSource) => new StoryIntake(dataSource),
  },
  {
    provide: Destinations,
    inject: [DataSource, AuditLog, EgressGuard, WebhookClient],
    useFactory: (dataSource: DataSource, audit: AuditLog, guard: EgressGuard, client: WebhookClient) =>
      new Destinations(dataSource, audit, guard, client),
  },
  {
    provide: Deliveries,
    inject: [DataSource, AuditLog],
    useFactory: (dataSource: DataSource, audit: AuditLog) => new Deliveries(dataSource, audit),
  },
];

/** The publisher: destinations, routing, delivery, ledger. Needs the platform, store and events modules. */
@Module({
  imports: [AccessModule],
  controllers: [DestinationsController, DeliveriesController, PublisherHandler],
  providers: [...providers, DeliveryObserver, SenderRunner],
})
export class PublisherModule {}
