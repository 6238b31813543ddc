import { foldPhrase } from './fold.js';

const languages = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl'];
const regionCodes =
  'AF AL DZ AD AO AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI KH CM CA CV CF TD CL CN CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GL GD GU GT GN GW GY HT HN HK HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MO MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PS PA PG PY PE PH PL PT PR QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TW TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VA VE VN YE ZM ZW XK'.split(
    ' ',
  );

let names: ReadonlySet<string> | undefined;

/** Names of countries in the languages that datelines are written in. */
function countryNames(): ReadonlySet<string> {
  names ??= new Set(
    languages.flatMap((language) => {
      const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
      return regionCodes.flatMap((code) => {
        const name = display.of(code);
        return name === undefined ? [] : [foldPhrase(name)];
      });
    }),
  );
  return names;
}

/** The first of some parts of a dateline that is the name of a country, as it was written. */
export function countryOf(parts: readonly (string | undefined)[]): string | undefined {
  return parts
    .map((part) => part?.trim())
    .find((part) => part !== undefined && part !== '' && countryNames().has(foldPhrase(part)));
}
