import { squeeze } from '../../text/index.js';

/** Copy, and what the agency's notebook behind it tells editors. */
export interface ParsedNotebook {
  readonly copy: readonly string[];
  /** One line for each section: its title and its points. Nothing that is not for publication. */
  readonly notes: readonly string[];
}

/** `# Notebook`, `# Notizblock`: the copy ends here. */
const opening = /^#\s+\S/;
const section = /^##\s*(.+)$/;
/** `The following information is not (intended) for publication`, in the languages in which agencies write it. */
const confidential =
  /\b(?:not (?:intended |meant )?for publication|nicht zur ver(?:ö|oe|\uFFFD)ffentlichung|pas destinée?s? à (?:la )?publication|no (?:está |están )?destinad[ao]s? a (?:la )?publicación|non (?:è |sono )?destinat[aeio] alla pubblicazione|niet (?:bestemd )?voor publicatie)\b/iu;
const maxLine = 160;
/** Points that speak to editors come first: they say what changed. */
const toEditors = /editor|redaktion|rédaction|redacci|redazion|bericht|korrekt|correct/i;

/** Cuts the notebook off the copy. Contacts and whatever else is not for publication are left out altogether. */
export function takeNotebook(lines: readonly string[]): ParsedNotebook {
  const start = lines.findIndex((line) => opening.test(line));
  const secret = lines.findIndex((line) => line.length <= maxLine && confidential.test(line));
  const ends = [start, secret].filter((index) => index !== -1);
  const copyEnd = Math.min(...ends, lines.length);
  const copy = withoutRule(lines.slice(0, copyEnd));
  if (start === -1 || start > copyEnd) return { copy, notes: [] };
  return { copy, notes: sectionsOf(lines.slice(start + 1, secret === -1 ? lines.length : secret)) };
}

const rule = /^[\s*_-]*$/;

/** Without the rule of stars above what was cut off. */
function withoutRule(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => !rule.test(line));
  return lines.slice(0, last + 1);
}

interface Section {
  readonly title: string;
  /** The lines of each point. */
  readonly points: string[][];
}

function sectionsOf(lines: readonly string[]): string[] {
  const sections: Section[] = [];
  let inPoint = false;
  for (const line of lines) {
    const title = section.exec(line)?.[1];
    const text = squeeze(line);
    if (title !== undefined) sections.push({ title: title.trim(), points: [] });
    else if (text === '' || rule.test(text)) inPoint = false;
    else {
      const points = sections.at(-1)?.points;
      // The line of initials behind the last section has no dash.
      if (text.startsWith('- ')) points?.push([text.slice(2)]);
      else if (inPoint) points?.at(-1)?.push(text);
      inPoint = text.startsWith('- ') || inPoint;
    }
  }
  const speaks = ({ title }: Section): boolean => toEditors.test(title);
  const ordered = [...sections.filter(speaks), ...sections.filter((one) => !speaks(one))];
  return ordered.filter(({ points }) => points.length > 0).map(noteOf);
}

function noteOf({ title, points }: Section): string {
  return `${title}: ${points.map((lines) => lines.join(' ')).join('; ')}`;
}
