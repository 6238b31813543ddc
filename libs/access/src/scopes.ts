import { z } from 'zod';

/** What a key may do. `admin` includes all others. */
export const scopes = [
  'admin',
  'feed:push',
  'search:read',
  'ops:read',
  'ops:write',
  'destinations:write',
] as const;
export const scope = z.enum(scopes);
export type Scope = z.infer<typeof scope>;
