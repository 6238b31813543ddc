import type { DispatchDraft } from '../../dispatch/index.js';
import { textOf, type XmlElement } from '../../xml/index.js';
import { firstNamed, formalName, named, path, textsOf } from './names.js';

/** Times, status and instructions of a revision. */
export interface Management {
  readonly first: string | undefined;
  readonly revised: string | undefined;
  readonly status: string | undefined;
  readonly embargo: string | undefined;
  readonly expires: string | undefined;
  readonly urgency: number | undefined;
  readonly notes: readonly string[];
  readonly codes: NonNullable<DispatchDraft['signalCodes']>;
}

const takesBack = /^(?:cancell?ed|cancel|kill(?:ed)?|deleted?|recall(?:ed)?|withdrawn?)$/i;

/**
 * `StatusWillChange` gives the time of an embargo (from embargoed to usable) or of an expiry (to canceled). An
 * instruction that is a word for taking back counts as the status: a kill must not get lost in a field.
 */
export function managementOf(item: XmlElement): Management {
  const management = firstNamed(item, 'NewsManagement');
  const change = firstNamed(management, 'StatusWillChange');
  const future = formalName(firstNamed(change, 'FutureStatus')) ?? '';
  const at = textOf(firstNamed(change, 'DateAndTime')) || undefined;
  const instructions = named(management, 'Instruction').flatMap((one) => formalName(one) ?? []);
  const killed = instructions.find((instruction) => takesBack.test(instruction));
  const own = formalName(firstNamed(management, 'Status'));
  const urgency = formalName(firstNamed(management, 'Urgency')) ?? '';
  return {
    first: textOf(firstNamed(management, 'FirstCreated')) || undefined,
    revised: textOf(firstNamed(management, 'ThisRevisionCreated')) || undefined,
    status: killed ?? own,
    embargo: /embargo|withheld/i.test(own ?? '') && !takesBack.test(future) ? at : undefined,
    expires: takesBack.test(future) ? at : undefined,
    urgency: /^[1-9]$/.test(urgency) ? Number(urgency) : undefined,
    notes: named(management, 'Instruction').flatMap((instruction) => textsOf(instruction, 'Comment')),
    codes: instructions.filter((instruction) => instruction !== killed),
  };
}

/** What stands around all items of a document. */
export interface Envelope {
  readonly sent: string | undefined;
  readonly sequence: string | undefined;
  readonly priority: string | undefined;
}

export function envelopeOf(root: XmlElement): Envelope {
  const envelope = firstNamed(root, 'NewsEnvelope');
  return {
    sent: textOf(firstNamed(envelope, 'DateAndTime')) || undefined,
    sequence: textOf(firstNamed(envelope, 'TransmissionId')) || undefined,
    priority: formalName(path(envelope, 'Priority')),
  };
}
