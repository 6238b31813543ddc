import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemError } from '#contracts';
import { KeyService } from '../keys/key-service.js';
import type { Reader } from '../reader.js';
import { sessionTokenOf } from '../sessions/cookie.js';
import { SessionService } from '../sessions/session-service.js';

/** Methods that change nothing; a forged form can only send others. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A header that no form and no foreign page can set without asking first. */
const ownRequestHeader = 'x-wiredesk-request';

/** Finds out who sends a request, by its key or its session; streams ask again while they last. */
@Injectable()
export class Authenticator {
  constructor(
    @Inject(KeyService) private readonly keys: KeyService,
    @Inject(SessionService) private readonly sessions: SessionService,
  ) {}

  /** Throws `key_missing`, `key_unknown`, `key_expired`, and `csrf_missing` for writes that a foreign page could send. */
  async authenticate(request: Request): Promise<Reader> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer +([\x21-\x7e]{1,300}) *$/i.exec(authorization)?.[1];
      if (key === undefined)
        throw new ProblemError('key_missing', 'Send the key as "Authorization: Bearer <key>".');
      return this.keys.authenticate(key);
    }
    const token = sessionTokenOf(request);
    if (token === undefined)
      throw new ProblemError('key_missing', 'An API key is needed: "Authorization: Bearer <key>".');
    const reader = await this.sessions.authenticate(token);
    if (!safeMethods.has(request.method) && request.headers[ownRequestHeader] === undefined) {
      throw new ProblemError(
        'csrf_missing',
        `Writes with the session cookie need the header ${ownRequestHeader}.`,
      );
    }
    return reader;
  }
}
