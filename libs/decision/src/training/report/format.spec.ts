import { metric } from './format';

describe('a metric in the report', () => {
  it.each<[string, number, string]>([
    ['total_return', 0.0123, '+1.2\u00a0%'],
    ['annualised_return', -0.0123, '−1.2\u00a0%'],
    ['max_drawdown', 0.121, '12.1\u00a0%'],
    ['max_drawdown_bars', 112, '112'],
    ['sharpe', -0.22, '−0.22'],
    ['sharpe_per_bar', 0.011531, '0.0115'],
  ])('given %s of %s, then %s', (name, value, text) => {
    expect(metric(name, value)).toBe(text);
  });
});
