import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request } from 'express';
import { ProblemError } from '#contracts';
import { readerOf, type Reader } from '../reader.js';
import type { Scope } from '../scopes.js';

/** Metadata keys that the guard reads. */
export const requiredScopes = 'wiredesk:scopes';
export const signatureAllowed = 'wiredesk:signature';

/** The route needs one of these scopes (or `admin`). Stands on a handler or on its controller. */
export function RequireScope(...scopes: [Scope, ...Scope[]]): CustomDecorator {
  return SetMetadata(requiredScopes, scopes);
}

/**
 * A request without a key may come through when it carries a push signature: the handler, which has the bytes, must
 * then call `verifyPushSignature` itself before it believes a word.
 */
export function AllowSignature(): CustomDecorator {
  return SetMetadata(signatureAllowed, true);
}

/** The `Reader` who sends the request. */
export const CurrentReader = createParamDecorator((_data: unknown, context: ExecutionContext): Reader => {
  const reader = readerOf(context.switchToHttp().getRequest<Request>());
  if (!reader) throw new ProblemError('key_missing', 'An API key is needed.');
  return reader;
});
