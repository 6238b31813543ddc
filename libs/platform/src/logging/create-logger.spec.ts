import { describe, expect, it } from '@jest/globals';
import { createLogger } from './create-logger.js';
import { NestLogger } from './nest-logger.js';

function logged(level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const logger = createLogger({
    level,
    service: 'desk',
    destination: { write: (line) => void lines.push(line) },
  });
  return {
    logger,
    text: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as object),
  };
}

describe('the log', () => {
  it('is one JSON line per event, with level, time and service', () => {
    const { logger, entries } = logged();
    logger.info({ feed: 'nordwire' }, 'taken');
    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'desk',
        feed: 'nordwire',
        msg: 'taken',
      },
    ]);
  });

  it.each([
    [{ headers: { authorization: 'Bearer abcdef' } }],
    [{ request: { headers: { cookie: 'wiredesk_session=abcdef' } } }],
    [{ password: 'abcdef' }],
    [{ note: 'the key wd_0a1b2c3d_abcdefghijklmnop was used' }],
    [{ note: 'whsec_abcdefghijklmnopqrstuvwx' }],
    [{ err: new Error('cannot reach postgres://desk:abcdef@db:5432/wire') }],
  ])('holds no secret: %j', (members) => {
    const { logger, text } = logged();
    logger.error(members, 'x');
    expect(text()).not.toContain('abcdef');
  });

  it("keeps quiet about Nest's start, and keeps context, errors and stacks", () => {
    const { logger, entries } = logged();
    const nest = new NestLogger(logger);
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.warn('careful', 'Somewhere');
    nest.error('broken', 'Error: broken\n    at here', 'Somewhere');
    nest.error(new Error('worse'), 'Somewhere');
    expect(entries()).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'careful', context: 'Somewhere' }),
      expect.objectContaining({ level: 'error', msg: 'broken', stack: expect.stringContaining('at here') }),
      expect.objectContaining({
        level: 'error',
        msg: 'worse',
        err: expect.objectContaining({ message: 'worse' }),
      }),
    ]);
  });
});
