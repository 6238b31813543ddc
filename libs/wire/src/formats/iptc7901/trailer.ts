import { monthOf, yearOf } from '../../dates/index.js';

const form = /^(?<day>\d{2})\d{4}\s?[A-Za-z]{0,5}\s+(?<month>\p{L}{3,9})\.?(?:\s+(?:\d{2}|\d{4}))?$/u;
const maxLength = 40;

/**
 * Day, time and month behind the text, `251037 Sep 24` or `071341 GMT Okt 15`, ready for `parseWireDate`; a missing
 * year is taken from the received time. Undefined when the line is none.
 */
export function readTrailer(line: string, receivedAt: Date): string | undefined {
  const text = line.trim();
  const groups = text.length > maxLength ? undefined : form.exec(text)?.groups;
  const month = monthOf(groups?.month ?? '');
  if (groups?.day === undefined || month === undefined) return undefined;
  if (/\d$/.test(text)) return text;
  const year = yearOf(month, Number(groups.day), receivedAt);
  return year === undefined ? undefined : `${text} ${year}`;
}
