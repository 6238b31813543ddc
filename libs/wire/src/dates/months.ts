/**
 * Month names and the abbreviations that wires write, per language, January first. A form may stand in several
 * languages as long as it means the same month everywhere.
 */
const namesByLanguage: Readonly<Record<string, readonly string[]>> = {
  en: [
    'january jan',
    'february feb',
    'march mar',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sep sept',
    'october oct',
    'november nov',
    'december dec',
  ],
  fr: [
    'janvier janv jan',
    'février févr fév',
    'mars mar',
    'avril avr',
    'mai',
    'juin',
    'juillet juil jul',
    'août aoû',
    'septembre sept sep',
    'octobre oct',
    'novembre nov',
    'décembre déc',
  ],
  de: [
    'januar jänner jan jän',
    'februar feber feb',
    'märz mär mrz',
    'april apr',
    'mai',
    'juni jun',
    'juli jul',
    'august aug',
    'september sept sep',
    'oktober okt',
    'november nov',
    'dezember dez',
  ],
  es: [
    'enero ene',
    'febrero feb',
    'marzo mar mzo',
    'abril abr',
    'mayo may',
    'junio jun',
    'julio jul',
    'agosto ago',
    'septiembre setiembre sept sep set',
    'octubre oct',
    'noviembre nov',
    'diciembre dic',
  ],
  it: [
    'gennaio gen genn',
    'febbraio feb febbr',
    'marzo mar',
    'aprile apr',
    'maggio mag magg',
    'giugno giu',
    'luglio lug',
    'agosto ago',
    'settembre sett set',
    'ottobre ott',
    'novembre nov',
    'dicembre dic',
  ],
  pt: [
    'janeiro jan',
    'fevereiro fev',
    'março mar',
    'abril abr',
    'maio mai',
    'junho jun',
    'julho jul',
    'agosto ago',
    'setembro set',
    'outubro out',
    'novembro nov',
    'dezembro dez',
  ],
  nl: [
    'januari jan',
    'februari feb',
    'maart mrt',
    'april apr',
    'mei',
    'juni jun',
    'juli jul',
    'augustus aug',
    'september sep',
    'oktober okt',
    'november nov',
    'december dec',
  ],
  sv: [
    'januari',
    'februari',
    'mars',
    'april',
    'maj',
    'juni',
    'juli',
    'augusti',
    'september',
    'oktober',
    'november',
    'december',
  ],
  da: [
    'januar',
    'februar',
    'marts',
    'april',
    'maj',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'december',
  ],
  no: [
    'januar',
    'februar',
    'mars',
    'april',
    'mai',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'desember des',
  ],
  fi: [
    'tammikuu tammikuuta tammi',
    'helmikuu helmikuuta helmi',
    'maaliskuu maaliskuuta maalis',
    'huhtikuu huhtikuuta huhti',
    'toukokuu toukokuuta touko',
    'kesäkuu kesäkuuta kesä',
    'heinäkuu heinäkuuta heinä',
    'elokuu elokuuta elo',
    'syyskuu syyskuuta syys',
    'lokakuu lokakuuta loka',
    'marraskuu marraskuuta marras',
    'joulukuu joulukuuta joulu',
  ],
};

const marks = /\p{M}/gu;

/** Lower case, accents gone, final full stop gone: `FÉVR.` → `fevr`. */
export function foldWord(word: string): string {
  const bare = word.endsWith('.') ? word.slice(0, -1) : word;
  return bare.normalize('NFD').replace(marks, '').toLowerCase();
}

const monthByName = new Map<string, number>();
const spellings = new Set<string>();
for (const names of Object.values(namesByLanguage)) {
  names.forEach((forms, index) => {
    for (const form of forms.split(' ')) {
      monthByName.set(foldWord(form), index + 1);
      spellings.add(form).add(foldWord(form));
    }
  });
}

/** Month 1–12 of a name in any known language, case and accents aside; undefined for other words. */
export function monthOf(word: string): number | undefined {
  return monthByName.get(foldWord(word));
}

/** Alternation for regular expressions: every spelling in lower case, Capitalised and CAPITALS, longest first. */
export const monthAlternation = [...spellings]
  .flatMap((name) => [name, name[0]?.toUpperCase() + name.slice(1), name.toUpperCase()])
  .sort((a, b) => b.length - a.length)
  .join('|');
