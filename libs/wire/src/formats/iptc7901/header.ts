/** The first line of an IPTC 7901 message: `bdt0312 4 pl 231  xyz 0045`. */
export interface MessageHeader {
  /** Service and number as written, `bdt0312`. */
  readonly id: string;
  /** The number, leading zeros kept. */
  readonly sequence: string;
  /** 1 (flash) to 6; some agencies go on to 9. */
  readonly priority: number;
  /** As written; one to three letters by the standard, more in practice. */
  readonly category: string | undefined;
  /** Words as the agency counted them; absent when it did not or wrote 0. */
  readonly wordCount: number | undefined;
}

const form =
  /^(?<source>\p{L}{1,5})\s?(?<number>\d{1,6})\s+(?<priority>[1-9])(?:\s+(?<category>\p{L}[\p{L}/,+-]{0,15}))?(?:\s+(?<words>\d{1,6}))?(?:\s.*)?$/u;
/** Without SOH only a full header is one: copy may open with a word and a number. */
const fullForm = /^\p{L}{2,5}\d{2,6} +[1-9] +\p{L}[\p{L}/,+-]{0,9} +\d{1,5}(?:\s.*)?$/u;
const maxLength = 120;

/** Reads a header line; undefined when it is none. */
export function readHeader(line: string): MessageHeader | undefined {
  const groups = line.length > maxLength ? undefined : form.exec(line.trim())?.groups;
  if (groups?.source === undefined || groups.number === undefined) return undefined;
  const words = Number(groups.words ?? '0');
  return {
    id: groups.source + groups.number,
    sequence: groups.number,
    priority: Number(groups.priority),
    category: groups.category,
    wordCount: words === 0 ? undefined : words,
  };
}

/** Whether a line is a header beyond doubt, even where no SOH stands before it. */
export function isFullHeader(line: string): boolean {
  return line.length <= maxLength && fullForm.test(line.trim());
}
