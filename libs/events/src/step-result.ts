/** What a handler says of one event of its batch. */
export type StepResult =
  | { readonly kind: 'ok' }
  /** Seen and not wanted; counted with its reason. */
  | { readonly kind: 'drop'; readonly reason: string }
  /** A passing fault: this event and all behind it come again. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Can never succeed: goes to the dead-letter topic, and the consumer goes on. */
  | { readonly kind: 'dead-letter'; readonly code: string; readonly detail: string };

export const ok: StepResult = { kind: 'ok' };

export function drop(reason: string): StepResult {
  return { kind: 'drop', reason };
}

export function retry(reason: string, afterMs?: number): StepResult {
  return afterMs === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, afterMs };
}

export function deadLetter(code: string, detail: string): StepResult {
  return { kind: 'dead-letter', code, detail };
}
