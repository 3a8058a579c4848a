import { createHash } from 'node:crypto';
import { checkBars } from '@trademaster/engine';
import { marketDataContract } from '@trademaster/testkit';
import type { BarsQuery } from './market-data-source';
import { simulatedSource } from './simulated-source';

const QUERY: BarsQuery = {
  ticker: 'SIMA',
  seed: 7,
  calendar: '24x7',
  asOf: new Date('2014-03-05T15:30:00Z'),
  lookbackBars: 1000,
};

marketDataContract('the simulated source', () => ({ source: simulatedSource, query: QUERY }));
marketDataContract('the simulated source on weekdays', () => ({
  source: simulatedSource,
  query: { ...QUERY, calendar: 'weekdays' },
}));

const closesOf = async (query: Partial<BarsQuery> = {}) =>
  (await simulatedSource.bars({ ...QUERY, ...query })).bars.map(({ close }) => close);

describe('the simulated source', () => {
  it('given one seed and ticker, when simulated on any machine, then the bytes are these', async () => {
    // recorded from this implementation: a change here changes every simulated result that anybody kept
    const { bars } = await simulatedSource.bars(QUERY);
    expect(createHash('sha256').update(JSON.stringify(bars)).digest('hex')).toBe(
      '7670eb9d97b87b6332338c2145b8b68a33507c136cbeddecad3e272aacc3c35b',
    );
  });

  it('given another seed or ticker, when simulated, then it is another path', async () => {
    const path = await closesOf();
    expect(await closesOf({ seed: 8 })).not.toEqual(path);
    expect(await closesOf({ ticker: 'SIMB' })).not.toEqual(path);
  });

  it('given a path was walked further before, when less or more is asked for, then it is the same path', async () => {
    const until = (date: string) => closesOf({ ticker: 'WALK', asOf: new Date(date), lookbackBars: 10_000 });
    const later = await until('2014-03-05T00:00:00Z');
    const earlier = await until('2012-03-05T00:00:00Z');
    const latest = await until('2016-03-05T00:00:00Z');
    expect(earlier).toEqual(later.slice(0, earlier.length));
    expect(latest.slice(0, later.length)).toEqual(later);
    expect([earlier.length, later.length, latest.length]).toEqual([794, 1524, 2255]); // days since 2010-01-01
  });

  it.each([1, 2])('given seed %i, when simulated for sixteen years, then it is a price series', async (seed) => {
    const { bars } = await simulatedSource.bars({
      ...QUERY,
      seed,
      asOf: new Date('2026-01-01T00:00:00Z'),
      lookbackBars: 10_000,
    });
    expect(bars).toHaveLength(5844); // days from 2010-01-01 to 2025-12-31
    expect(() => checkBars(bars)).not.toThrow();
  });

  it('given bull, bear and sideways, when simulated, then calm and wild stretches differ by their regimes', async () => {
    const closes = await closesOf({ asOf: new Date('2026-01-01T00:00:00Z'), lookbackBars: 10_000 });
    const volatilities = chunksOf(30, logReturns(closes)).map(standardDeviation);
    // sideways has 0.007 a bar, a bear market 0.026; 30 bars of either are rarely 2 x off
    expect(Math.min(...volatilities)).toBeLessThan(0.01);
    expect(Math.max(...volatilities)).toBeGreaterThan(0.02);
  });
});

function logReturns(closes: number[]): number[] {
  return closes.slice(1).map((close, index) => Math.log(close / (closes[index] as number)));
}

function chunksOf(size: number, values: number[]): number[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}

function standardDeviation(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
