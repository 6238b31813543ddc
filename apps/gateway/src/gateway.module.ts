import { Module } from '@nestjs/common';
import { AccessModule } from '#access';
import { SearchEngineModule } from '#search';
import { ArchiveController } from './archive/archive.controller.js';
import { ArchiveService } from './archive/archive-service.js';
import { ReplayService } from './archive/replay-service.js';
import { FeedService } from './feeds/feed-service.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { AlertsHandler } from './ops/alerts.handler.js';
import { OpsController } from './ops/ops.controller.js';
import { OpsService } from './ops/ops-service.js';
import { PushController } from './push/push.controller.js';
import { PushService } from './push/push-service.js';
import { PushStore } from './push/push-store.js';
import { QuarantineController } from './quarantine/quarantine.controller.js';
import { QuarantineService } from './quarantine/quarantine-service.js';
import { ReceiptService } from './receipts/receipt-service.js';
import { ReceiptsController } from './receipts/receipts.controller.js';

/** The gateway: feeds and keys, pushes, receipts, the raw archive, quarantine and what operators look at. */
@Module({
  imports: [AccessModule, SearchEngineModule],
  controllers: [
    PushController,
    FeedsController,
    ReceiptsController,
    ArchiveController,
    QuarantineController,
    KeysController,
    OpsController,
    AlertsHandler,
  ],
  providers: [
    FeedService,
    PushStore,
    PushService,
    ReceiptService,
    ArchiveService,
    ReplayService,
    QuarantineService,
    OpsService,
  ],
})
export class GatewayModule {}
