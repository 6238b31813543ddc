import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { guessCharset } from './guess-charset.js';

const guess = (text: string, charset: string): string | undefined =>
  guessCharset(iconv.encode(text, charset));

const russian =
  'Паром сел на мель у острова, сообщила во вторник служба порта. Никто из пассажиров не пострадал, море было спокойным.';
const japanese =
  'フェリーは火曜日に島の沖で座礁したと港の事務所が発表した。乗客にけがはなく、海は穏やかだったという。';
const chinese =
  '港口办公室星期二说，一艘渡轮在岛外搁浅，船上的人都没有受伤。我们会在这个星期对这件事作出说明，他们也要来。';
const traditional =
  '港口辦公室星期二說，一艘渡輪在島外擱淺，船上的人都沒有受傷。我們會在這個星期對這件事作出說明，他們也要來。';

describe('guessing the charset of bytes that declare none', () => {
  it.each([
    ['koi8-r', russian],
    ['windows-1251', russian],
    [
      'windows-1253',
      'Το πλοίο προσάραξε την Τρίτη έξω από το νησί, ανακοίνωσε το λιμεναρχείο. Κανείς δεν τραυματίστηκε.',
    ],
    [
      'windows-1255',
      'המעבורת עלתה על שרטון מול האי ביום שלישי, הודיע משרד הנמל. איש מן הנוסעים לא נפגע והים היה רגוע.',
    ],
    [
      'windows-1256',
      'قال مكتب الميناء إن العبارة جنحت قرب الجزيرة يوم الثلاثاء ولم يصب أحد من الركاب وكان البحر هادئا.',
    ],
    ['windows-874', 'สำนักงานท่าเรือแจ้งว่าเรือเฟอร์รี่เกยตื้นนอกเกาะเมื่อวันอังคาร ไม่มีผู้โดยสารได้รับบาดเจ็บและทะเลสงบ'],
    ['shift_jis', japanese],
    ['euc-jp', japanese],
    ['gb18030', chinese],
    ['big5', traditional],
    [
      'euc-kr',
      '항만 사무소는 화요일에 여객선이 섬 앞바다에서 좌초했다고 밝혔다. 승객은 다치지 않았고 바다는 잔잔했다고 한다.',
    ],
  ])('tells %s', (charset, text) => {
    expect(guess(`<rss><channel><item><title>${text}</title></item></channel></rss>`, charset)).toBe(charset);
  });

  it.each([
    [
      'French',
      'Le bac s’est échoué mardi près de l’île, a déclaré la capitainerie ; personne n’a été blessé à bord.',
    ],
    [
      'German',
      'Die Fähre lief am Dienstag vor der Insel auf Grund, erklärte das Hafenamt. Verletzt wurde nach Angaben der Behörde niemand.',
    ],
    ['a shout', 'ÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉ'],
    ['next to nothing', 'Ü'],
  ])('leaves %s to the usual fallback', (_what, text) => {
    expect(guess(text, 'windows-1252')).toBeUndefined();
  });
});
