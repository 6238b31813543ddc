/** `item dpa 157`, `dépêche n° 0123`, `Meldung Nr. 45`, `story urn:newsml:…`. */
const numbered =
  /(?:\b(?:item|story|stories|report|dispatch|dépêche|despacho|noticia|nota|meldung|notizia|bericht)|\b(?:no|nr|num|number|numéro|número)\b\.?|n[°ºo]\.?)\s*:?\s+((?:[A-Za-z]{2,8}\s?)?(?:n[°ºo]\.?\s?)?\d[\w./-]{1,40}|urn:\S{4,120}|tag:\S{4,120})/giu;
const ids = /\b(?:urn:[a-z0-9][^\s"'<>]{4,160}|tag:[^\s"'<>]{6,160})/giu;
const quoted = /[«“„"]\s?([^«»“”„"\n]{12,200}?)\s?[»”“"]/gu;
const maxTargets = 10;

/**
 * What a notice takes back: ids, sequence numbers and titles in quotes that its text names, and the title behind the
 * mark in its headline. Empty when it names nothing.
 */
export function killTargets(headline: string, notice: string): string[] {
  const text = notice.slice(0, 4_000);
  const named = [
    ...[...text.matchAll(ids)].map((match) => match[0]),
    ...[...text.matchAll(numbered)].map((match) => match[1]),
    ...[...text.matchAll(quoted)].map((match) => match[1]),
    headline,
  ];
  const clean = named
    .map((name) => name?.trim().replace(/(?<![.,;])[.,;]+$/, ''))
    .filter((name) => name !== undefined && name !== '');
  return [...new Set(clean)].slice(0, maxTargets) as string[];
}
