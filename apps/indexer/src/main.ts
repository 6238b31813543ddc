import { AccessModule } from '#access';
import { runService } from '#runtime';
import { IndexerModule } from './indexer.module.js';
import { RecordsModule } from './records.module.js';

await runService('indexer', () => [AccessModule, IndexerModule, RecordsModule]);
