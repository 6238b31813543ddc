import type { LoggerService } from '@nestjs/common';
import type { Logger } from './create-logger.js';

/** What Nest tells while it wires itself up; of interest only to who debugs that. */
const chatter = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

type Write = (members: object, message: string) => void;

/** Nest's logger interface on a pino logger. The start-up chatter of the framework goes to `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parameters: unknown[]): void {
    const context = contextOf(parameters);
    const quiet = context !== undefined && chatter.has(context);
    this.write((members, text) => this.logger[quiet ? 'debug' : 'info'](members, text), message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write((members, text) => this.logger.error(members, text), message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write((members, text) => this.logger.warn(members, text), message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write((members, text) => this.logger.debug(members, text), message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write((members, text) => this.logger.trace(members, text), message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write((members, text) => this.logger.fatal(members, text), message, parameters);
  }

  private write(write: Write, message: unknown, parameters: readonly unknown[]): void {
    const context = contextOf(parameters);
    const rest = context === undefined ? parameters : parameters.slice(0, -1);
    const members: Record<string, unknown> = context === undefined ? {} : { context };
    for (const parameter of rest) addMember(members, parameter);
    if (message instanceof Error) write({ ...members, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) write({ ...members, ...message }, '');
    else write(members, String(message));
  }
}

/** Nest passes the name of the speaking class as the last parameter. */
function contextOf(parameters: readonly unknown[]): string | undefined {
  const last = parameters.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function addMember(members: Record<string, unknown>, parameter: unknown): void {
  if (parameter === undefined || parameter === null) return;
  if (parameter instanceof Error) members['err'] = parameter;
  else if (typeof parameter === 'string') members[parameter.includes('\n') ? 'stack' : 'detail'] = parameter;
  else if (typeof parameter === 'object') Object.assign(members, parameter);
  else members['detail'] = parameter;
}
