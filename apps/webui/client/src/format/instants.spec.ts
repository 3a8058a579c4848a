import { duration, instantText } from './instants';

describe('a moment', () => {
  it('given another zone at the exchange, when shown, then both times stand there, and only the exchange’s zone is named', () => {
    expect(instantText('2026-11-23T06:00:00Z', 'UTC', 'Europe/Berlin')).toBe('23 Nov 2026, 07:00 (06:00 UTC)');
  });

  it('given that it is another day at the exchange, when shown, then its day stands there too', () => {
    expect(instantText('2026-11-23T00:30:00Z', 'America/New_York', 'Europe/Berlin')).toBe(
      '23 Nov 2026, 01:30 (22 Nov 2026, 19:30 America/New_York)',
    );
  });

  it('given the viewer’s own zone or none at the exchange, when shown, then once', () => {
    expect(instantText('2026-11-23T06:00:00Z', 'UTC', 'UTC')).toBe('23 Nov 2026, 06:00');
    expect(instantText('2026-11-23T06:00:00Z', undefined, 'UTC')).toBe('23 Nov 2026, 06:00');
  });

  it('given no instant, when shown, then what was given', () => {
    expect(instantText('soon', 'UTC', 'UTC')).toBe('soon');
  });

  it.each([
    ['2026-11-23T06:00:00.400Z', '0.4 s'],
    ['2026-11-23T06:00:12Z', '12 s'],
    ['2026-11-23T06:00:59.700Z', '1 min 0 s'],
    ['2026-11-23T06:03:05Z', '3 min 5 s'],
  ])('given an end at %s, when its duration is shown, then %s', (to, shown) => {
    expect(duration('2026-11-23T06:00:00Z', to)).toBe(shown);
  });
});
