import { Injectable } from '@nestjs/common';

/** The time of day, as an instant that sorts as text. Tests put their own in its place. */
@Injectable()
export class SystemClock {
  now(): string {
    return new Date().toISOString();
  }
}
