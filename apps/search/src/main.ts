import { AccessModule } from '#access';
import { runService } from '#runtime';
import { SearchModule } from './search.module.js';

await runService('search', () => [AccessModule, SearchModule]);
