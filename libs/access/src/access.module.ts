import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessChanges } from './access-changes.js';
import { AuditLog } from './audit/audit-log.js';
import { AccessGuard } from './guard/access.guard.js';
import { Authenticator } from './guard/authenticator.js';
import { AdminKey } from './keys/admin-key.js';
import { KeyService } from './keys/key-service.js';
import { LastUsed } from './keys/last-used.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionService } from './sessions/session-service.js';

/**
 * Shuts every HTTP route of the process that is not `@Public()` to requests without a fit key or session. Needs
 * `PlatformModule` and `StoreModule`; import it in each module that has controllers.
 */
@Global()
@Module({
  controllers: [SessionController],
  providers: [
    AccessChanges,
    AuditLog,
    LastUsed,
    KeyService,
    AdminKey,
    SessionService,
    Authenticator,
    RateLimiter,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessChanges, AuditLog, Authenticator, KeyService, SessionService],
})
export class AccessModule {}
