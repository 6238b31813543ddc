/** What detection says of a text. */
export interface DetectedLanguage {
  /** ISO 639-1 code. */
  readonly language: string;
  /** Long enough and clear enough to overrule a declaration. */
  readonly reliable: boolean;
}

type Detector = (text: string) => { language: string; isReliable(): boolean };

/** Below this many letters a guess is not worth making. */
const minLetters = 40;
/** From here a clear guess outweighs what the feed declared. */
const reliableLetters = 80;
/** More text makes no better guess. */
const maxCharacters = 360;

const letters = /\p{L}/gu;

let detector: Detector | undefined;
let loading: Promise<void> | undefined;

/** Loads the detector's tables once for the process (about 0.3 s and 50 MB); until then nothing is detected. */
export function loadLanguageDetector(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const { eld } = await import('eld/small');
  detector = (text) => eld.detect(text);
}

/** The language of a text, or undefined when it is too short or the tables are not loaded. */
export function detectLanguage(text: string): DetectedLanguage | undefined {
  if (detector === undefined) return undefined;
  const sample = text.length > maxCharacters ? text.slice(0, maxCharacters).toWellFormed() : text;
  const count = sample.match(letters)?.length ?? 0;
  if (count < minLetters) return undefined;
  const result = detector(sample);
  if (result.language === '') return undefined;
  return { language: result.language, reliable: count >= reliableLetters && result.isReliable() };
}
