import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CrashLedger, EventBus, LogEventBus, StoredCrashLedger } from '#events';

/** Gives the app its event bus and the ledger of crashes. The bus closes before the store does. */
@Global()
@Module({})
export class EventsModule implements OnApplicationShutdown {
  constructor(@Inject(EventBus) private readonly bus: EventBus) {}

  /** The embedded bus: the event log of the database at `url`. `onTrouble` hears of faults that pass. */
  static onEventLog(options: { url: string; onTrouble: (error: unknown) => void }): DynamicModule {
    return {
      module: EventsModule,
      providers: [
        {
          provide: EventBus,
          useFactory: (dataSource: DataSource) => new LogEventBus(dataSource, options),
          inject: [DataSource],
        },
        {
          provide: CrashLedger,
          useFactory: (dataSource: DataSource) => new StoredCrashLedger(dataSource),
          inject: [DataSource],
        },
      ],
      exports: [EventBus, CrashLedger],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
  }
}
