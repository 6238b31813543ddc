import { AccessModule } from '#access';
import { runService } from '#runtime';
import { GatewayModule } from './gateway.module.js';

await runService('gateway', () => [AccessModule, GatewayModule]);
