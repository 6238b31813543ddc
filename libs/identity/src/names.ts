import { hash } from 'node:crypto';
import type { Dispatch, FilingFacts } from '#contracts';
import { mainHeadline } from '#contracts';
import { countWords, foldText } from './text-key.js';

/**
 * Tokens by which a kill names an item, hashed with the provider so that one agency never names another's copy.
 * The two lowest bits tell the kind: ids hold for ever, sequence numbers and headlines come again and hold for a time.
 */
const kinds = { id: 0n, sequence: 1n, headline: 2n } as const;
type Kind = keyof typeof kinds;

/** How long before a kill an item may lie that it names by number or headline. Numbers start again each day. */
const reachMs: Record<Exclude<Kind, 'id'>, number> = { sequence: 24 * 3_600_000, headline: 48 * 3_600_000 };
/** An item may bear a time a little after the kill's: clocks differ, and the kill may overtake it. */
const slackMs = 3_600_000;

const sequenceNumber = /^(?:[a-z]{2,8}\s?)?(?:n[°ºo]\.?\s?)?0*(\d{1,6})$/i;
const minHeadlineLetters = 8;

/** The names of an item: its story key, uri and other ids, its sequence number and its headline. */
export function namesOf(provider: string, dispatch: Dispatch): string[] {
  const { item, identity, editorial } = dispatch;
  const ids = [
    identity.story,
    item.uri,
    ...(item.altIds ?? []).map((alternative) => alternative.value ?? ''),
  ];
  return distinct([
    ...ids.map((id) => idToken(provider, id)),
    sequenceToken(provider, editorial.sequence ?? ''),
    headlineToken(provider, mainHeadline(item) ?? ''),
  ]);
}

/** The tokens of what a kill or withhold names; a target may be an id, a sequence number or a headline. */
export function targetTokens(provider: string, dispatch: Dispatch): string[] {
  const targets = dispatch.identity.targets ?? [];
  return distinct(
    targets
      .filter((target) => target.trim() !== dispatch.identity.story)
      .flatMap((target) => [
        idToken(provider, target),
        sequenceToken(provider, target),
        headlineToken(provider, target),
      ]),
  );
}

/** Whether a kill names a filing. Pure in both, so that it holds in any order of arrival. */
export function isNamed(kill: FilingFacts, filing: FilingFacts): boolean {
  return filing.names.some((name) => kill.targets.includes(name) && inReach(kindOf(name), kill, filing));
}

function inReach(kind: Kind, kill: FilingFacts, filing: FilingFacts): boolean {
  if (kind === 'id') return true;
  const before = timeOf(kill) - timeOf(filing);
  return before <= reachMs[kind] && before >= -slackMs;
}

function timeOf(filing: FilingFacts): number {
  return Date.parse(filing.versionCreated ?? filing.receivedAt);
}

function idToken(provider: string, id: string): string | undefined {
  const trimmed = id.trim().toLowerCase();
  return trimmed === '' ? undefined : token(provider, 'id', trimmed);
}

function sequenceToken(provider: string, text: string): string | undefined {
  const digits = sequenceNumber.exec(text.trim())?.[1];
  return digits === undefined ? undefined : token(provider, 'sequence', digits);
}

function headlineToken(provider: string, headline: string): string | undefined {
  const folded = foldText(headline);
  if (folded.length < minHeadlineLetters || countWords(headline, 2) < 2) return undefined;
  return token(provider, 'headline', folded);
}

function token(provider: string, kind: Kind, text: string): string {
  const digest = hash('sha256', JSON.stringify([provider, kind, text]), 'buffer');
  return ((digest.readBigInt64BE() & ~3n) | kinds[kind]).toString();
}

function kindOf(name: string): Kind {
  const bits = BigInt(name) & 3n;
  return bits === kinds.id ? 'id' : bits === kinds.sequence ? 'sequence' : 'headline';
}

function distinct(tokens: readonly (string | undefined)[]): string[] {
  return [...new Set(tokens.filter((candidate) => candidate !== undefined))];
}
