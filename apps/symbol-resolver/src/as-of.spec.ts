import { resolveAsOf } from './as-of';

const REQUESTED_AT = new Date('2026-11-23T10:00:00Z');
const NOW = new Date('2026-11-23T10:00:05Z');
const ask = (stated?: string) => resolveAsOf({ stated, requestedAt: REQUESTED_AT, now: NOW });

describe('as_of', () => {
  it('given none, when resolved, then it is the time of the request and not historical', () => {
    expect(ask()).toEqual({ asOf: REQUESTED_AT, historical: false });
  });

  it('given a date, when resolved, then it is the end of that UTC day (docs/decisions/0003)', () => {
    expect(ask('2021-07-05')).toEqual({ asOf: new Date('2021-07-06T00:00:00Z'), historical: true });
  });

  it('given an instant with an offset, when resolved, then it is that instant', () => {
    expect(ask('2021-07-05T02:00:00+02:00').asOf).toEqual(new Date('2021-07-05T00:00:00Z'));
  });

  it.each(['2021-02-30', '2021-13-01'])('given %s, when resolved, then it is refused: no such day', (stated) => {
    expect(() => ask(stated)).toThrow(expect.objectContaining({ code: 'request_invalid', field: 'config.as_of' }));
  });

  it('given today, when resolved, then it is refused: its bar has not closed', () => {
    expect(() => ask('2026-11-23')).toThrow(/later than now/);
  });
});
