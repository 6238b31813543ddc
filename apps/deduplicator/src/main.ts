import { AccessModule } from '#access';
import { runService } from '#runtime';
import { DeduplicatorModule } from './deduplicator.module.js';

await runService('deduplicator', () => [AccessModule, DeduplicatorModule]);
