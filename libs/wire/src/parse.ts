import { isRefusal, type FormatName, type ReadResult, type Warning } from '#contracts';
import { decodeBytes, type CharsetBasis, type DecodedText } from './charset/index.js';
import { refusalOf, refuse } from './dispatch/index.js';
import { loadLanguageDetector } from './language/index.js';
import { wireLimits } from './limits.js';
import {
  defaultProfile,
  loadProfiles,
  profileById,
  recogniseProfile,
  type Profile,
} from './profiles/index.js';
import type { ReadContext, Reader, WireInput } from './reader.js';
import { chooseReader } from './registry.js';

/** What came out of the bytes of one transmission. */
export interface ParsedTransmission {
  /** One entry for each item, a dispatch or a refusal, in the order of the document; never empty. */
  readonly results: ReadResult[];
  readonly format?: FormatName;
  readonly charset: { readonly name: string; readonly basis: CharsetBasis; readonly suspect: boolean };
  readonly profile: {
    readonly id: string;
    readonly hash: string;
    readonly reinstates: boolean;
    readonly provider: string;
  };
}

export interface ParseOptions {
  /** Bytes beyond this are refused. */
  readonly maxBytes?: number;
  readonly maxItems?: number;
}

/**
 * Reads one transmission: charset, format, items. Never rejects: whatever cannot be read is a refusal with a code.
 * Asynchronous only because the tables of language detection are loaded once.
 */
export async function parseTransmission(
  input: WireInput,
  options: ParseOptions = {},
): Promise<ParsedTransmission> {
  try {
    await loadLanguageDetector();
    return parseNow(input, options);
  } catch (error) {
    return answer([refusalOf(error)], noText, withProvider(defaultProfile(), input));
  }
}

const noText: DecodedText = { text: '', name: 'utf-8', basis: 'utf-8', suspect: false, removedControls: 0 };

function parseNow(
  input: WireInput,
  { maxBytes = wireLimits.maxBytes, maxItems = wireLimits.maxItems }: ParseOptions,
): ParsedTransmission {
  const named = input.profile === undefined ? undefined : profileById(input.profile);
  const early = named ?? byProvider(input);
  if (input.bytes.length > maxBytes) {
    const detail = `${input.bytes.length} bytes, the limit is ${maxBytes}`;
    return answer(
      [refuse('transmission_too_large', detail)],
      noText,
      withProvider(early ?? defaultProfile(), input),
    );
  }
  const decoded = decodeBytes(input.bytes, {
    contentType: input.contentType,
    profileCharset: early?.charset,
  });
  const profile = withProvider(early ?? recogniseProfile(decoded.text), input);
  if (decoded.text.trim() === '') {
    const detail = input.bytes.length === 0 ? 'no bytes' : 'nothing but blanks';
    return answer([refuse('empty_transmission', detail)], decoded, profile);
  }
  const context: ReadContext = {
    bytes: input.bytes,
    text: decoded.text,
    charset: decoded,
    contentType: input.contentType,
    filename: input.filename,
    receivedAt: input.receivedAt,
    profile,
  };
  const reader = chooseReader(context);
  if (reader === undefined) {
    return answer([refuse('format_unknown', `no reader knows ${describe(decoded.text)}`)], decoded, profile);
  }
  const results = readWith(reader, context, maxItems);
  const notes = notesOn(reader.framed === true ? { ...decoded, removedControls: 0 } : decoded, input, named);
  for (const result of results) if (!isRefusal(result)) result.warnings.push(...notes);
  return answer(results, decoded, profile);
}

function readWith(reader: Reader, context: ReadContext, maxItems: number): ReadResult[] {
  try {
    const results = reader.read(context);
    if (results.length === 0)
      return [refuse('not_a_dispatch', 'the document holds no item', reader.formats[0])];
    if (results.length <= maxItems) return results;
    const detail = `${results.length} items, the limit is ${maxItems}`;
    return [...results.slice(0, maxItems), refuse('too_many_items', detail, reader.formats[0])];
  } catch (error) {
    return [refusalOf(error, reader.formats[0])];
  }
}

/** The profile that bears the provider's own slug. */
function byProvider({ provider }: WireInput): Profile | undefined {
  if (provider === undefined) return undefined;
  return [...loadProfiles().values()].find((candidate) => candidate.provider === provider);
}

function withProvider(profile: Profile, { provider }: WireInput): Profile {
  return provider === undefined || provider === profile.provider ? profile : { ...profile, provider };
}

function notesOn(decoded: DecodedText, { profile }: WireInput, named: Profile | undefined): Warning[] {
  const notes: Warning[] = [];
  if (decoded.suspect)
    notes.push({ code: 'charset_suspect', detail: `read as ${decoded.name} (${decoded.basis})` });
  if (decoded.removedControls > 0) {
    notes.push({
      code: 'controls_removed',
      detail: `${decoded.removedControls} characters that are no text`,
    });
  }
  if (profile !== undefined && named === undefined) {
    notes.push({ code: 'profile_unknown', detail: `no profile ${profile}` });
  }
  return notes;
}

function describe(text: string): string {
  return JSON.stringify(text.trimStart().slice(0, 60));
}

function answer(
  results: ReadResult[],
  { name, basis, suspect }: DecodedText,
  profile: Profile,
): ParsedTransmission {
  const format = results.find((result) => result.format !== undefined)?.format;
  return {
    results,
    ...(format === undefined ? {} : { format }),
    charset: { name, basis, suspect },
    profile: {
      id: profile.id,
      hash: profile.hash,
      reinstates: profile.reinstates,
      provider: profile.provider,
    },
  };
}
