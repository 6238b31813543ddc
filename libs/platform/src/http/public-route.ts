import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Metadata key of routes that need no key. */
export const publicRoute = 'wiredesk:public';

/** Marks a controller or handler that anyone may call; every other one must name its scope. */
export function Public(): CustomDecorator {
  return SetMetadata(publicRoute, true);
}
