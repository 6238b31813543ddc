import type { Request, Response } from 'express';

/** Time in which a refused sender may finish its upload, so that it gets to read the answer. */
const graceMs = 5_000;

/**
 * Deals with senders that are answered before their body was read: what is left of it is read and dropped, so that
 * they get to read the answer and the connection can be used again; after a while it is cut.
 */
export function cutUnreadBody(request: Request, response: Response): void {
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    const timer = setTimeout(() => request.socket.destroy(), graceMs);
    request.once('close', () => clearTimeout(timer));
  });
}
