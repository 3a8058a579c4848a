import { exampleBacktest } from '../../../../../libs/testkit/src/result-examples';
import { metricColumns } from './metric-columns';

describe('the metrics of a backtest', () => {
  it('given policy and baselines, when set side by side, then each metric is a row and has its reason where it has no value', () => {
    const { columns, rows } = metricColumns(exampleBacktest());
    expect(columns).toEqual(['policy', 'buy_and_hold', 'flat']);
    expect(rows.map(({ name }) => name)).toEqual([
      'total_return',
      'annualised_return',
      'sharpe',
      'max_drawdown',
      'trades',
      'sortino',
    ]);
    expect(rows.find(({ name }) => name === 'sharpe')?.cells).toEqual([
      { text: '0.91', meaningless: false },
      { text: '0.58', meaningless: false },
      { text: 'returns do not vary', meaningless: true },
    ]);
    expect(rows.find(({ name }) => name === 'sortino')?.cells).toEqual([
      { text: 'no bar with a loss', meaningless: true },
      null,
      null,
    ]);
  });
});
