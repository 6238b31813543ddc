/** Zone names that mail, feeds and wires write, as minutes east of Greenwich. As written: EST in July stays −5 h. */
const offsetByName: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  WESZ: 60,
  BST: 60,
  IRST: 60,
  CET: 60,
  MEZ: 60,
  MET: 60,
  CEST: 120,
  CETDST: 120,
  MESZ: 120,
  MEST: 120,
  MSZ: 120,
  HEC: 120,
  EET: 120,
  OEZ: 120,
  SAST: 120,
  CAT: 120,
  EEST: 180,
  OESZ: 180,
  MSK: 180,
  TRT: 180,
  EAT: 180,
  MSD: 240,
  GST: 240,
  PKT: 300,
  IST: 330,
  NPT: 345,
  BDT: 360,
  ICT: 420,
  WIB: 420,
  SGT: 480,
  HKT: 480,
  PHT: 480,
  AWST: 480,
  WITA: 480,
  JST: 540,
  KST: 540,
  WIT: 540,
  ACST: 570,
  AEST: 600,
  ACDT: 630,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  NST: -210,
  NDT: -150,
  BRT: -180,
  ART: -180,
  AST: -240,
  ADT: -180,
  CLT: -240,
  EST: -300,
  EDT: -240,
  PET: -300,
  COT: -300,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
};

/** Names that mean local time of a place, summer and winter alike. */
const ianaByName: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
};

const maxOffset = 14 * 60;
const numeric = /^(?:(?:GMT|UTC|UT)\s*)?([+-])(\d{1,2}):?(\d{2})?$/i;
const ianaName = /^[A-Za-z]+(?:_[A-Za-z]+)*(?:\/[A-Za-z0-9_+-]+){1,2}$/;

/** An offset in minutes, a place whose clock counts, or a name that nobody knows. */
export type ZoneReading =
  | { readonly kind: 'offset'; readonly minutes: number }
  | { readonly kind: 'place'; readonly zone: string }
  | { readonly kind: 'unknown' };

/**
 * Reads a zone as written: `Z`, `+02:00`, `+0200`, `+2`, `GMT+2`, `CEST`, `Europe/Paris`. Offsets beyond 14 hours
 * exist nowhere and are unknown. `names` are the profile's own meanings of ambiguous names.
 */
export function readZone(raw: string, names: Readonly<Record<string, string>> = {}): ZoneReading {
  const word = raw.replace(/^[([]|[)\].]+$/g, '');
  const own = names[word] ?? names[word.toUpperCase()];
  const match = numeric.exec(own ?? word);
  if (match) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
    if (minutes > maxOffset || Number(match[3] ?? '0') > 59) return { kind: 'unknown' };
    return { kind: 'offset', minutes: match[1] === '-' ? -minutes : minutes };
  }
  const upper = word.toUpperCase();
  const known = Object.hasOwn(offsetByName, upper) ? offsetByName[upper] : undefined;
  if (known !== undefined) return { kind: 'offset', minutes: known };
  const place = Object.hasOwn(ianaByName, upper) ? ianaByName[upper] : ianaName.test(word) ? word : undefined;
  return place === undefined ? { kind: 'unknown' } : { kind: 'place', zone: place };
}
