import type { Warning } from '#contracts';
import { detectLanguage, normaliseLanguage, primaryLanguage, sameLanguage } from '../language/index.js';
import type { ReadContext } from '../reader.js';
import type { DispatchDraft } from './draft.js';

/**
 * The language to index by: the declared one unless the text is clearly in another, the detected one when none was
 * declared, the profile's when the text is too short to tell.
 */
export function languageOf(
  draft: DispatchDraft,
  plain: string,
  headline: string | undefined,
  { profile }: ReadContext,
  warnings: Warning[],
): { readonly used?: string } {
  const given = draft.declaredLanguage ?? draft.item.language;
  const declared = given === undefined ? undefined : normaliseLanguage(given);
  const detected = detectLanguage(plain === '' ? (headline ?? '') : plain);
  if (declared !== undefined) {
    if (detected?.reliable !== true || sameLanguage(declared, detected.language)) return { used: declared };
    warnings.push({
      code: 'language_mismatch',
      detail: `declared ${given ?? ''}, the text is ${detected.language}`,
    });
    return { used: detected.language };
  }
  const fallback = profile.language;
  if (detected === undefined) return fallback === undefined ? {} : { used: fallback };
  if (fallback !== undefined && !detected.reliable) return { used: fallback };
  return {
    used:
      fallback !== undefined && primaryLanguage(fallback) === detected.language
        ? fallback
        : detected.language,
  };
}
