import { mainHeadline, type DispatchNormalised, type FilingFacts } from '#contracts';
import { bareFactsOf, factsOf, TruthDesk, type Decided, type Transition } from '#identity';
import type { TruthPart } from '#store';

/** A dispatch on its way through a batch. */
export interface Incoming {
  readonly event: DispatchNormalised;
  readonly facts: FilingFacts;
  /** The trace that the events of this dispatch go on with. */
  readonly traceparent?: string | undefined;
}

/** A dispatch at which the pure code failed: a fault of ours, told with its stack. */
export interface Fault {
  readonly event: DispatchNormalised;
  readonly error: unknown;
}

/** Reads the facts of a batch. What takes copy back is read barely rather than not at all. */
export function readFacts(events: readonly DispatchNormalised[]): { incoming: Incoming[]; faults: Fault[] } {
  const incoming: Incoming[] = [];
  const faults: Fault[] = [];
  for (const event of events) {
    try {
      incoming.push({ event, facts: factsOf(event) });
    } catch (error) {
      if (takesBack(event) && event.dispatch.identity.basis === 'declared') {
        incoming.push({ event, facts: bareFactsOf(event) });
      } else {
        faults.push({ event, error });
      }
    }
  }
  return { incoming, faults };
}

/**
 * Decides on a batch in its order. An item at which the code throws is set aside and the rest is decided again from
 * the start, so that nothing of it is left in the others' decisions. `overdue` are the embargoes that have passed among
 * the loaded stories: they are told before anything else changes.
 */
export function decideAll(
  truth: TruthPart,
  incoming: readonly Incoming[],
  now: string,
): { overdue: Transition[]; decided: Decided[]; faults: Fault[] } {
  const embargoed = [...truth.stories].flatMap(([storyId, { status }]) =>
    status === 'embargoed' ? [storyId] : [],
  );
  const faults = new Map<Incoming, Fault>();
  for (;;) {
    const desk = new TruthDesk(now, truth);
    const overdue = desk.overdue(embargoed);
    const decided: Decided[] = [];
    const failed = incoming.find((item) => {
      if (faults.has(item)) return false;
      try {
        decided.push(desk.decide(item.facts, { notify: item.event.notify }));
        return false;
      } catch (error) {
        faults.set(item, { event: item.event, error });
        return true;
      }
    });
    if (failed === undefined) return { overdue, decided, faults: [...faults.values()] };
  }
}

/** Whether a dispatch is a kill or a withhold. */
export function takesBack(event: DispatchNormalised): boolean {
  const { signal, item } = event.dispatch;
  return (
    signal === 'kill' ||
    signal === 'withhold' ||
    item.pubStatus === 'canceled' ||
    item.pubStatus === 'withheld'
  );
}

/** What stands for a dispatch in quarantine lists. */
export function excerptOf(event: DispatchNormalised): string {
  return `${mainHeadline(event.dispatch.item) ?? ''}\n${event.dispatch.text.plain}`.trim().slice(0, 2_000);
}
