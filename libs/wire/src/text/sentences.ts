const closers = new Set('"\'”’»)]}');
const enders = new Set('.!?…:;‽。！？');
const sentenceEnd = /[.!?…][”"»’')\]]*(?=\s+[\p{Lu}\p{N}«“"¿¡„])/gu;
const abbreviation =
  /(?:^|[\s(.])(?:\p{L}|Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|Mme|Mlle|Gen|Lt|Col|Sgt|Sen|Rep|Gov|No|Nr|bzw|ca|vs|etc|Jan|Feb|Aug|Sept|Oct|Nov|Dec|art|núm|\d)\.$/u;
const maxScan = 600;
/** Longer than any abbreviation with the character before it. */
const abbreviationWindow = 8;

/** The first sentence of a text; the text itself when it is one sentence. Initials and titles end none. */
export function firstSentence(text: string): string {
  const scanned = text.slice(0, maxScan);
  for (const match of scanned.matchAll(sentenceEnd)) {
    const sentence = scanned.slice(0, match.index + match[0].length);
    if (!abbreviation.test(sentence.slice(-abbreviationWindow))) return sentence;
  }
  return text;
}

/** Whether a line closes as sentences do: by a mark, or by quotes or brackets. */
export function endsSentence(line: string): boolean {
  const trimmed = line.trimEnd();
  return endsWithMark(trimmed) || /[”»"]$/u.test(trimmed);
}

/** Whether the last mark of a line, quotes and brackets behind it aside, closes a sentence. */
export function endsWithMark(line: string): boolean {
  let end = line.trimEnd().length - 1;
  while (end > 0 && (closers.has(line.charAt(end)) || /\s/.test(line.charAt(end)))) end -= 1;
  return enders.has(line.charAt(end));
}

const initials = /(?:^|\s)(?:\p{L}\.){2,}$/u;

/** A title without the full stop that pages put behind it; `…` and initials (`U.S.`) stay. */
export function withoutFullStop(title: string): string {
  const trimmed = title.trimEnd();
  if (!trimmed.endsWith('.') || trimmed.endsWith('..') || initials.test(trimmed)) return trimmed;
  return trimmed.slice(0, -1).trimEnd();
}
