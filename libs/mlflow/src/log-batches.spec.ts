import { logBatches, type Metric } from './log-batches';

const textsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, `${i}`]));
const metricsOf = (count: number): Metric[] =>
  Array.from({ length: count }, (_, i) => ({ key: `metric_${i}`, value: i, timestamp: 1 }));

describe("cutting a log into MLflow's calls", () => {
  it('given a small log, when cut, then it is one call', () => {
    const batches = logBatches({ params: { epochs: '12' }, tags: { symbol: 'BTC' }, metrics: metricsOf(1) });
    expect(batches).toEqual([
      {
        params: [{ key: 'epochs', value: '12' }],
        tags: [{ key: 'symbol', value: 'BTC' }],
        metrics: [{ key: 'metric_0', value: 0, timestamp: 1 }],
      },
    ]);
  });

  it('given nothing, when cut, then there is no call', () => {
    expect(logBatches({})).toEqual([]);
  });

  it.each([
    [250, 0, 0],
    [0, 101, 0],
    [0, 0, 2001],
    [100, 100, 1000],
    [150, 20, 1801],
  ])('given %i params, %i tags and %i metrics, when cut, then no limit is exceeded and nothing is lost', (p, t, m) => {
    const batches = logBatches({ params: textsOf(p), tags: textsOf(t), metrics: metricsOf(m) });
    for (const { params, tags, metrics } of batches) {
      // limits of MLflow's REST documentation, runs/log-batch
      expect(params.length).toBeLessThanOrEqual(100);
      expect(tags.length).toBeLessThanOrEqual(100);
      expect(params.length + tags.length + metrics.length).toBeLessThanOrEqual(1000);
    }
    expect(batches.flatMap(({ params }) => params)).toHaveLength(p);
    expect(batches.flatMap(({ tags }) => tags)).toHaveLength(t);
    expect(batches.flatMap(({ metrics }) => metrics)).toEqual(metricsOf(m));
  });
});

describe('what MLflow would falsify or refuse', () => {
  it.each([
    ['a param that it would cut off', { params: { note: 'x'.repeat(6001) } }, 'note'],
    ['a tag that it would cut off', { tags: { note: 'x'.repeat(8001) } }, 'note'],
    ['NaN, stored as 0', { metrics: [{ key: 'sharpe', value: NaN, timestamp: 1 }] }, 'sharpe'],
    ['Infinity, stored as 0', { metrics: [{ key: 'sharpe', value: Infinity, timestamp: 1 }] }, 'sharpe'],
    ['a key with a bracket', { params: { 'seeds[0]': '1' } }, 'seeds[0]'],
    ['an empty key', { tags: { '': '1' } }, ''],
    ['a key that is too long', { metrics: [{ key: 'k'.repeat(251), value: 1, timestamp: 1 }] }, 'k'.repeat(251)],
  ])('given %s, when cut, then it is refused by name before any call', (_, log, field) => {
    expect(() => logBatches(log)).toThrow(expect.objectContaining({ code: 'mlflow_rejected', field }));
  });

  it('given values of exactly the longest length, when cut, then they pass', () => {
    expect(logBatches({ params: { note: 'x'.repeat(6000) }, tags: { note: 'x'.repeat(8000) } })).toHaveLength(1);
  });
});
