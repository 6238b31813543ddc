import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { WiredeskError } from '#contracts';

const demoFeed = z.strictObject({ id: z.string(), provider: z.string() });

const demoDispatch = z.strictObject({
  /** Name of the template in the demo folder. */
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  feed: z.string(),
  contentType: z.string(),
  /** Seconds that pass between the dispatch before it and this one. */
  after: z.number().nonnegative().default(0),
});

const demoManifest = z
  .strictObject({ feeds: z.array(demoFeed).min(1), dispatches: z.array(demoDispatch).min(1) })
  .superRefine(({ feeds, dispatches }, context) => {
    const known = new Set(feeds.map(({ id }) => id));
    for (const { file, feed } of dispatches) {
      if (!known.has(feed))
        context.addIssue({ code: 'custom', message: `${file} comes by no feed: ${feed}` });
    }
  });

/** The demo wire: its feeds, and its dispatches in the order in which they arrive. */
export type DemoManifest = z.infer<typeof demoManifest>;

/** How the demo wire reaches a desk; the caller says how feeds are made and bytes are pushed. */
export interface DemoPlay {
  readonly manifest: DemoManifest;
  /** The instant from which all times in the templates are counted. */
  readonly now: Date;
  readonly createFeed: (feed: { id: string; provider: string; kind: 'push' }) => Promise<void>;
  readonly push: (dispatch: { feed: string; bytes: Buffer; contentType: string }) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The folder of the demo wire, found from the package's root so that it works from the sources and from dist. */
export function demoFolder(): string {
  return join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'apps', 'desk', 'demo');
}

function packageRoot(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file) && isOurs(JSON.parse(readFileSync(file, 'utf8')))) return folder;
  const parent = dirname(folder);
  if (parent === folder) {
    throw new WiredeskError('demo_missing', 'no package.json of wiredesk lies above the program');
  }
  return packageRoot(parent);
}

function isOurs(content: unknown): boolean {
  return z.object({ name: z.literal('wiredesk') }).safeParse(content).success;
}

/**
 * Reads the manifest of the demo wire.
 *
 * @throws WiredeskError `demo_missing` | `demo_invalid`
 */
export async function loadDemoManifest(): Promise<DemoManifest> {
  const text = await readDemoFile('manifest.yaml');
  const manifest = demoManifest.safeParse(parse(text));
  if (manifest.success) return manifest.data;
  throw new WiredeskError('demo_invalid', `manifest.yaml: ${z.prettifyError(manifest.error)}`);
}

async function readDemoFile(name: string): Promise<string> {
  try {
    return await readFile(join(demoFolder(), name), 'utf8');
  } catch (cause) {
    throw new WiredeskError('demo_missing', `${name} of the demo wire cannot be read`, { cause });
  }
}

const secondsIn = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const placeholder = /\{\{([+-]\d+)([smhd])(?::([a-z0-9-]+))?\}\}/g;
const languages: Readonly<Record<string, string>> = { en: 'en-US', fr: 'fr-FR', de: 'de-DE', es: 'es-ES' };

/**
 * Fills in the times of a template. `{{-35m}}` is the instant 35 minutes before `now` (units s, m, h, d) in RFC 3339;
 * a style behind a colon asks for another form, all of them in UTC: `rfc822`, `compact` (`20241003T081500Z`), `day`
 * (`20241003`), `dateline-<en|fr|de|es>` (`Oct 3`, `3 octobre`, `3. Oktober`, `3 oct`) and `weekday-<language>`.
 *
 * @throws WiredeskError `demo_invalid` when a placeholder cannot be read
 */
export function renderDispatch(template: string, now: Date): string {
  const rendered = template.replace(
    placeholder,
    (whole: string, amount: string, unit: keyof typeof secondsIn, style: string | undefined) => {
      const instant = new Date(now.getTime() + Number(amount) * secondsIn[unit] * 1_000);
      const text = inStyle(instant, style);
      if (text === undefined) throw new WiredeskError('demo_invalid', `${whole} names no style of a time`);
      return text;
    },
  );
  const left = /\{\{.{0,40}/.exec(rendered)?.[0];
  if (left !== undefined) throw new WiredeskError('demo_invalid', `no placeholder can be read at ${left}`);
  return rendered;
}

function inStyle(instant: Date, style = 'rfc3339'): string | undefined {
  const rfc3339 = instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
  const compact = rfc3339.replace(/[:-]/g, '');
  if (style === 'rfc3339') return rfc3339;
  if (style === 'rfc822') return instant.toUTCString();
  if (style === 'compact') return compact;
  if (style === 'day') return compact.slice(0, 8);
  const [form, language = ''] = style.split('-');
  const locale = languages[language];
  if (locale === undefined) return undefined;
  if (form === 'weekday')
    return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(instant);
  return form === 'dateline' ? datelineDay(instant, language, locale) : undefined;
}

/** The day as the datelines of a language write it: months in full in French and German, cut in English and Spanish. */
function datelineDay(instant: Date, language: string, locale: string): string {
  const month = language === 'fr' || language === 'de' ? 'long' : 'short';
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month, timeZone: 'UTC' }).format(instant);
  return language === 'fr' ? day.replace(/^1 /, '1er ') : day;
}

/**
 * Plays the demo wire: makes its feeds, then pushes one dispatch after another, with the pauses that the manifest
 * sets. Ends early, and quietly, when the signal aborts; rejects with what `createFeed` or `push` reject with.
 *
 * @returns how many dispatches were pushed
 */
export async function playDemo({ manifest, now, createFeed, push, signal }: DemoPlay): Promise<number> {
  let pushed = 0;
  try {
    for (const { id, provider } of manifest.feeds) {
      signal.throwIfAborted();
      await createFeed({ id, provider, kind: 'push' });
    }
    for (const { file, feed, contentType, after } of manifest.dispatches) {
      if (after > 0) await sleep(after * 1_000, undefined, { signal });
      const bytes = Buffer.from(renderDispatch(await readDemoFile(file), now), 'utf8');
      signal.throwIfAborted();
      await push({ feed, bytes, contentType });
      pushed += 1;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return pushed;
}
