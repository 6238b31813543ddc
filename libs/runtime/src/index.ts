export { EventsModule } from './events.module.js';
export { exitWithMessage, runService, runUntilStopped } from './run-service.js';
export { startService, type RunningService, type ServiceOptions } from './start-service.js';
