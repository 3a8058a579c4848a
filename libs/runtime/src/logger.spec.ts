import { createRedact } from '@trademaster/environment';
import { createLogger, NestLogger } from './logger';

describe('the log', () => {
  let lines: Record<string, unknown>[];
  const newLogger = (level = 'info') =>
    createLogger({
      service: 'trainer',
      level,
      redact: createRedact(['swordfish']),
      write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    });

  beforeEach(() => {
    lines = [];
  });

  it('given a line, when written, then it is JSON with service, level as a word and time', () => {
    newLogger().info({ bars: 900 }, 'trained');
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), service: 'trainer', bars: 900, msg: 'trained' },
    ]);
  });

  it('given secrets in messages, fields and errors, when written, then none is readable', () => {
    const logger = newLogger();
    logger.error({ err: new Error('401 for sk-abcdefghijklmnop'), header: 'Bearer abcdefghijkl' }, 'token swordfish');
    const text = JSON.stringify(lines);
    for (const secret of ['sk-abc', 'Bearer abc', 'swordfish']) expect(text).not.toContain(secret);
  });

  it('given Nest speaks, when it wires itself, then that is for debugging and its errors are errors', () => {
    const nest = new NestLogger(newLogger());
    nest.log('Mapped {/health/live, GET} route', 'RouterExplorer');
    nest.log('waiting for PostgreSQL', 'ledger');
    nest.error(new Error('broken'), 'ledger');
    expect(lines.map(({ level, msg, context }) => [level, msg, context])).toEqual([
      ['info', 'waiting for PostgreSQL', 'ledger'],
      ['error', 'broken', 'ledger'],
    ]);
  });
});
