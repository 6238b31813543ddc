import { AccessModule } from '#access';
import { runService } from '#runtime';
import { NormaliserModule } from './normaliser.module.js';

await runService('normaliser', () => [AccessModule, NormaliserModule]);
