import { useEffect, useState } from 'react';
import { asApiError, isAborted } from '../api/client.js';
import { sessionScopes } from '../api/session.js';

const operators = ['admin', 'ops:read', 'ops:write'];

/**
 * Whether this reader may see held copy. Until the desk has said so, and when it cannot, the page does not offer it:
 * the desk decides anyway what it sends.
 */
export function useMayHold(onSignedOut: () => void): boolean {
  const [may, setMay] = useState(false);
  useEffect(() => {
    const asking = new AbortController();
    const ask = async () => {
      const scopes = await sessionScopes(asking.signal);
      setMay(operators.some((scope) => scopes.has(scope)));
    };
    ask().catch((cause: unknown) => {
      if (!isAborted(cause) && asApiError(cause).signedOut) onSignedOut();
    });
    return () => asking.abort();
  }, [onSignedOut]);
  return may;
}
