import { plainText } from '../../html/index.js';
import { JsonRecord } from '../support/json-record.js';
import { tailOf } from './categories.js';

interface Note {
  /** Last part of `dpaednoterole:correction`. */
  readonly role: string;
  readonly text: string;
}

/**
 * All notes for editors as text, in order: ninjs has one field for them and none of it is for publication. Entries
 * without `ednotes` say the same in the sections of their notepad.
 */
export function notesOf(entry: JsonRecord): string | undefined {
  const listed = notes(entry).map(({ text }) => text);
  const pad = entry.record('notepad');
  const sections = ['public_html', 'nonpublic_html'].map((name) => plainText(pad?.string(name) ?? ''));
  const found = (listed.length > 0 ? listed : sections).filter((text) => text !== '');
  return found.length === 0 ? undefined : found.join('\n');
}

/** What a note of the role `embargo`, or the notepad's own mark of one, says; a field for the instant is asked first. */
export function embargoNote(entry: JsonRecord): string | undefined {
  const note = notes(entry).find(({ role }) => role === 'embargo')?.text;
  if (note !== undefined) return note;
  const marked = embargoItem.exec(entry.record('notepad')?.string('public_html') ?? '')?.[1];
  return marked === undefined ? undefined : plainText(marked);
}

const embargoItem = /<li class="embargoed">([^<]{0,400})<\/li>/;

/** Whether a note says what was corrected. */
export function hasCorrectionNote(entry: JsonRecord): boolean {
  return notes(entry).some(({ role }) => role.startsWith('correction'));
}

function notes(entry: JsonRecord): Note[] {
  return entry.list('ednotes').flatMap((member) => {
    const record = JsonRecord.of(member);
    const text = plainText(record?.string('ednote') ?? '');
    return text === '' ? [] : [{ role: tailOf(record?.string('role')) ?? '', text }];
  });
}
