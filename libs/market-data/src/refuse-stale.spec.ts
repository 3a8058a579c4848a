import { marketDataSource } from './market-data-sources';
import { type Freshness, refuseStale } from './refuse-stale';

// 2024-01-05 is a Friday
const stale =
  (asOf: string, change: Partial<Freshness> = {}) =>
  () =>
    refuseStale({ lastDate: '2024-01-05', asOf: new Date(asOf), calendar: '24x7', historical: false, ...change });

describe('stale data', () => {
  it('given a session every day, when three have closed since, then it is fresh, with the fourth it is stale', () => {
    expect(stale('2024-01-09T23:59:59Z')).not.toThrow();
    expect(stale('2024-01-10T00:00:00Z')).toThrow(/4 sessions have closed since/);
  });

  it('given weekdays, when a weekend lies between, then it does not count', () => {
    expect(stale('2024-01-11T12:00:00Z', { calendar: 'weekdays' })).not.toThrow();
    expect(stale('2024-01-12T12:00:00Z', { calendar: 'weekdays' })).toThrow(
      expect.objectContaining({ code: 'data_stale' }),
    );
  });

  it('given the request chose as_of itself, when the data are years old, then that is what it asked for', () => {
    expect(stale('2026-01-01T00:00:00Z', { historical: true })).not.toThrow();
  });
});

describe('sources by name', () => {
  it('given a known name, when looked up, then it is that source', () => {
    expect(marketDataSource('csv')).toMatchObject({ name: 'csv', simulated: false });
    expect(marketDataSource('simulated')).toMatchObject({ name: 'simulated', simulated: true });
  });

  it('given an unknown name, when looked up, then it is refused, naming the key and what there is', () => {
    expect(() => marketDataSource('bloomberg')).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        field: 'config.data.source',
        message: 'config.data.source must be one of simulated, csv, yahoo, yahoo_raw, ccxt (got "bloomberg")',
      }),
    );
  });
});
