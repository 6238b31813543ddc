import {
  cleanString,
  dispatchIdOf,
  encodeEvent,
  newId,
  type DispatchNormalised,
  type OutgoingEvent,
  type TransmissionReceived,
} from '#contracts';
import { isRefused, type WrittenDispatch, type WrittenTransmission } from '#wire';

/** One row of `normaliser.quarantine`. */
export interface QuarantineRow {
  readonly quarantineId: string;
  readonly itemIndex: number | null;
  readonly format: string | null;
  readonly code: string;
  readonly detail: string;
  readonly stack: string | null;
  readonly rawExcerpt: string | null;
  /** `skipped` = read right and not a dispatch (a catalogue, a diary): kept for the record, nothing to mend. */
  readonly state: 'open' | 'skipped';
}

/** All that normalising one transmission leaves: rows and events, written together. */
export interface NormalisedTransmission {
  readonly transmission: TransmissionReceived;
  readonly format: string | null;
  readonly charset: string;
  readonly profile: { readonly id: string; readonly hash: string };
  readonly items: number;
  readonly quarantine: readonly QuarantineRow[];
  readonly events: readonly OutgoingEvent[];
}

const source = '/wiredesk/normaliser';
const excerptBytes = 2_000;

/** Turns what the parser read into rows and events. Ids follow from transmission, run and place: a repeat is the same. */
export function normalised(
  transmission: TransmissionReceived,
  body: Buffer,
  parsed: WrittenTransmission,
  traceparent?: string,
): NormalisedTransmission {
  const { transmissionId, run, notify, feed, provider, receivedAt } = transmission;
  const { id, hash, reinstates } = parsed.profile;
  const quarantine: QuarantineRow[] = [];
  const events: OutgoingEvent[] = [];
  parsed.results.forEach((result, index) => {
    if (isRefused(result)) {
      quarantine.push(refusedRow(result.rejected, result.format ?? null, index, body));
      return;
    }
    const facts = {
      dispatchId: dispatchIdOf(transmissionId, run, index),
      transmissionId,
      index,
      run,
      notify,
      feed,
      provider,
      profile: { id, hash, reinstates },
      receivedAt,
    };
    events.push(eventOf(`${provider}:${result.story}`, facts, result, traceparent));
  });
  return {
    transmission,
    format: parsed.format ?? null,
    charset: parsed.charset.name,
    profile: { id, hash },
    items: parsed.results.length,
    quarantine,
    events,
  };
}

/** The event of a dispatch that is JSON already: it is put into the event's as it is, not read and written again. */
function eventOf(
  key: string,
  facts: Omit<DispatchNormalised, 'dispatch'>,
  { json }: WrittenDispatch,
  traceparent: string | undefined,
): OutgoingEvent {
  // Data without its last member, which follows as bytes.
  const { value, ...event } = encodeEvent('wire.dispatch.normalised.v1', key, facts as DispatchNormalised, {
    source,
    traceparent,
  });
  const opening = value === null ? Buffer.from('{}') : value;
  return {
    ...event,
    value: Buffer.concat([opening.subarray(0, -1), Buffer.from(',"dispatch":'), json, Buffer.from('}')]),
  };
}

/** A transmission that made the parser itself fail: quarantined whole, with the stack. */
export function unreadable(
  transmission: TransmissionReceived,
  body: Buffer,
  error: unknown,
): NormalisedTransmission {
  const detail = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return {
    transmission,
    format: null,
    charset: 'unknown',
    profile: { id: transmission.profile ?? 'unknown', hash: '' },
    items: 1,
    quarantine: [{ ...refusedRow({ code: 'internal_error', detail }, null, 0, body), stack }],
    events: [],
  };
}

function refusedRow(
  rejected: { code: string; detail: string },
  format: string | null,
  itemIndex: number,
  body: Buffer,
): QuarantineRow {
  return {
    quarantineId: newId(),
    itemIndex,
    format,
    code: rejected.code,
    detail: cleanString(rejected.detail),
    stack: null,
    rawExcerpt: cleanString(body.subarray(0, excerptBytes).toString('utf8')),
    state: rejected.code === 'not_a_dispatch' ? 'skipped' : 'open',
  };
}
