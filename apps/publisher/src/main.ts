import { AccessModule } from '#access';
import { runService } from '#runtime';
import { PublisherModule } from './publisher.module.js';

await runService('publisher', () => [AccessModule, PublisherModule]);
