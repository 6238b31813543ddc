import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  CrashLedger,
  EventBus,
  KafkaClient,
  KafkaEventBus,
  KafkaJsClient,
  LogEventBus,
  resolveDataRefs,
  StoredCrashLedger,
  type KafkaLog,
  type KafkaOptions,
} from '#events';
import { LeaseRegistry } from '#store';

export interface EventLogOptions {
  /** URL of the database, for the one connection that listens to its event log. */
  readonly url: string;
  readonly ssl?: { readonly ca?: string; readonly rejectUnauthorized: boolean } | undefined;
  /** Hears of faults that pass. */
  readonly onTrouble: (error: unknown) => void;
}

export interface KafkaBusOptions extends EventLogOptions {
  readonly kafka: KafkaOptions;
  readonly onKafkaLog: KafkaLog;
}

/** Gives the app its event bus, its leases and the ledger of crashes. They close before the store does. */
@Global()
@Module({})
export class EventsModule implements OnApplicationShutdown {
  constructor(
    @Inject(EventBus) private readonly bus: EventBus,
    @Inject(LogEventBus) private readonly log: LogEventBus,
    @Inject(LeaseRegistry) private readonly leases: LeaseRegistry,
  ) {}

  /** The embedded bus: the event log of the database is what consumers read. */
  static onEventLog(options: EventLogOptions): DynamicModule {
    return eventsModule(options, [{ provide: EventBus, useExisting: LogEventBus }]);
  }

  /** The bus of services apart: Kafka, fed from the event log; live streams follow the log itself. */
  static onKafka(options: KafkaBusOptions): DynamicModule {
    const { kafka, onKafkaLog, onTrouble } = options;
    return eventsModule(options, [
      { provide: KafkaClient, useFactory: () => new KafkaJsClient(kafka, onKafkaLog) },
      {
        provide: EventBus,
        useFactory: (client: KafkaClient, log: LogEventBus, dataSource: DataSource) =>
          new KafkaEventBus({
            kafka: client,
            log,
            resolve: (messages) => resolveDataRefs(dataSource, messages),
            onTrouble,
          }),
        inject: [KafkaClient, LogEventBus, DataSource],
      },
    ]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.leases.close();
    await this.bus.close();
    await this.log.close();
  }
}

function eventsModule(options: EventLogOptions, bus: Provider[]): DynamicModule {
  const { onTrouble } = options;
  const providers: Provider[] = [
    {
      provide: LogEventBus,
      useFactory: (dataSource: DataSource) => new LogEventBus(dataSource, options),
      inject: [DataSource],
    },
    {
      provide: CrashLedger,
      useFactory: (dataSource: DataSource) => new StoredCrashLedger(dataSource),
      inject: [DataSource],
    },
    {
      provide: LeaseRegistry,
      useFactory: (dataSource: DataSource) => new LeaseRegistry(dataSource, { onTrouble }),
      inject: [DataSource],
    },
    ...bus,
  ];
  return {
    module: EventsModule,
    providers,
    exports: providers.flatMap((provider) => ('provide' in provider ? [provider.provide] : [])),
  };
}
