import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from '../config/config.js';

export type { Logger } from 'pino';

/** Injection token of the process's `Logger`. */
export const LOGGER = Symbol('wiredesk logger');

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Becomes the member `service` of every line. */
  readonly service: string;
  /** Where lines go; default standard output, coloured and short when that is a terminal. */
  readonly destination?: DestinationStream;
}

/** Members that hold secrets wherever they turn up in a logged object. */
const secretMembers = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'secrets',
  'token',
  'apiKey',
  'adminKey',
];

/** API keys, webhook secrets and passwords in URLs, inside any text: the last wall behind the member names. */
const secretText = /\b(wd_[a-z0-9]+_|whsec_)[A-Za-z0-9+/=_-]{8,}|(\b[a-z]+:\/\/[^\s:/@"]*:)[^\s@/"]+(?=@)/g;

/** One JSON line per event, with ISO time, level word and service. Secrets are redacted. */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? standardOutput();
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretMembers.flatMap((member) => [`["${member}"]`, `*["${member}"]`, `*.*["${member}"]`]),
        censor: '[redacted]',
      },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}

/** Blanks what looks like a key, a webhook secret or a URL's password. */
export function withoutSecrets(text: string): string {
  return text.replace(secretText, (_match, keyStart: string | undefined, urlStart: string | undefined) =>
    keyStart === undefined ? `${urlStart ?? ''}[redacted]` : `${keyStart}[redacted]`,
  );
}

function standardOutput(): DestinationStream {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: true });
  return pretty({
    colorize: true,
    sync: true,
    ignore: 'pid,hostname,service',
    translateTime: 'SYS:HH:MM:ss.l',
  });
}
