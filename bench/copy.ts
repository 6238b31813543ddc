/** Invented copy of the size of a real dispatch, all distinct: what the benchmarks push. */

const vocabulary = {
  en: 'harbour council mayor vote strike ferry budget minister weather storm river bridge school market grain price report police court museum festival league match goal winner factory worker union train delay road plan energy wind turbine island coast fishing quota hospital doctor study science award film book author'.split(
    ' ',
  ),
  fr: 'port conseil maire vote grève navire budget ministre météo tempête fleuve pont école marché blé prix rapport police tribunal musée festival championnat match but vainqueur usine ouvrier syndicat train retard route projet énergie vent éolienne île côte pêche quota hôpital médecin étude science prix film livre auteur'.split(
    ' ',
  ),
  de: 'Hafen Rat Bürgermeister Wahl Streik Fähre Haushalt Minister Wetter Sturm Fluss Brücke Schule Markt Getreide Preis Bericht Polizei Gericht Museum Festspiel Liga Spiel Tor Sieger Werk Arbeiter Gewerkschaft Zug Verspätung Straße Plan Energie Wind Anlage Insel Küste Fischerei Quote Klinik Arzt Studie Forschung Preis Film Buch Autorin'.split(
    ' ',
  ),
  es: 'puerto consejo alcalde voto huelga barco presupuesto ministro tiempo tormenta río puente escuela mercado trigo precio informe policía tribunal museo festival liga partido gol ganador fábrica obrero sindicato tren retraso carretera plan energía viento turbina isla costa pesca cuota hospital médico estudio ciencia premio película libro autora'.split(
    ' ',
  ),
} as const;

export type Language = keyof typeof vocabulary;
const languages = Object.keys(vocabulary) as Language[];

export interface Copy {
  readonly n: number;
  readonly language: Language;
  readonly uri: string;
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly versionCreated: string;
}

/** mulberry32: small, fast, the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The n-th piece of copy: some 480 words in one of four languages, about 3 kB; the same n gives the same copy. */
export function copyOf(n: number, now: Date): Copy {
  const random = randomOf(n * 7_919 + 13);
  const language = languages[n % languages.length]!;
  const words = vocabulary[language];
  const word = () => words[Math.floor(random() * words.length)]!;
  const sentence = (length: number) => {
    const text = Array.from({ length }, (_, i) =>
      i % 9 === 5 ? String(Math.floor(random() * 900) + 10) : word(),
    ).join(' ');
    return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
  };
  return {
    n,
    language,
    uri: `urn:bench.example:${now.getTime()}:${n}`,
    headline: sentence(9).slice(0, -1),
    paragraphs: Array.from({ length: 8 }, () => Array.from({ length: 4 }, () => sentence(15)).join(' ')),
    versionCreated: new Date(now.getTime() - (n % 3_600) * 1_000).toISOString(),
  };
}
