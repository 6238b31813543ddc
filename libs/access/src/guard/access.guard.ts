import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ProblemError } from '#contracts';
import { LOGGER, publicRoute, type Logger } from '#platform';
import { RateLimiter } from '../limits/rate-limiter.js';
import { hasScope, setReader, type Reader } from '../reader.js';
import type { Scope } from '../scopes.js';
import { hasPushSignature } from '../signatures/push-signature.js';
import { Authenticator } from './authenticator.js';
import { requiredScopes, signatureAllowed } from './decorators.js';

/** A handler and its controller, as the reflector takes them. */
type Route = Parameters<Reflector['getAllAndOverride']>[1];

/** Lets a request in when its key or session has a scope of the route. A route that names none is shut. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // consumers of events carry no credentials
    if (context.getType() !== 'http') return true;
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicRoute, route)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (this.maySign(request, route)) return true;
    const reader = await this.authenticator.authenticate(request);
    this.limiter.take(reader.keyId);
    this.requireScope(reader, route, request);
    setReader(request, reader);
    return true;
  }

  private maySign(request: Request, route: Route): boolean {
    if (!this.reflector.getAllAndOverride<boolean | undefined>(signatureAllowed, route)) return false;
    return request.headers.authorization === undefined && hasPushSignature(request.headers);
  }

  private requireScope(reader: Reader, route: Route, request: Request): void {
    const wanted = this.reflector.getAllAndOverride<Scope[] | undefined>(requiredScopes, route) ?? [];
    if (wanted.length === 0) {
      this.logger.error({ method: request.method, path: request.path }, 'a route names no scope and is shut');
      throw new ProblemError('scope_missing', 'Nobody may use this.');
    }
    if (!hasScope(reader, ...wanted)) {
      throw new ProblemError('scope_missing', `This needs the scope ${wanted.join(' or ')}.`);
    }
  }
}
