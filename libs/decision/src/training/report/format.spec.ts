import { metric } from './format';

describe('a metric in the report', () => {
  it.each<[string, number | null | undefined, string]>([
    ['total_return', 0.0123, '+1.2 %'],
    ['annualised_return', -0.0123, '−1.2 %'],
    ['max_drawdown', 0.121, '12.1 %'],
    ['max_drawdown_bars', 112, '112'],
    ['sharpe', -0.22, '−0.22'],
    ['sharpe_per_bar', 0.011531, '0.0115'],
    ['sortino', null, '– (no bar with a loss)'],
    ['psr', undefined, '–'],
  ])('given %s of %s, then %s', (name, value, text) => {
    expect(metric(name, value, value === null ? 'no bar with a loss' : undefined)).toBe(text);
  });
});
