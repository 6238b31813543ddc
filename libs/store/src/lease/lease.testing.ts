import { setTimeout as sleep } from 'node:timers/promises';

/** Work that notes how many of its kind run. */
export function counted() {
  const seen = { terms: 0, running: 0 };
  const work = async (signal: AbortSignal): Promise<void> => {
    seen.terms += 1;
    seen.running += 1;
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    seen.running -= 1;
  };
  return { seen, work };
}

/** Waits until something holds; gives the milliseconds that it took. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<number> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > withinMs) throw new Error(`it did not come to hold in ${withinMs} ms`);
    await sleep(5);
  }
  return performance.now() - begun;
}
