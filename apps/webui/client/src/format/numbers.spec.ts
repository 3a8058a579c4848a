import { metricValue } from './metric';
import { bytes, percent, plain, price, signedPercent, wholePercent } from './numbers';

/** Spaces that do not break, as plain ones. */
const said = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it.each([
    [signedPercent(0.063), '+6.3 %'],
    [signedPercent(-0.033), '−3.3 %'],
    [percent(0.196), '19.6 %'],
    [wholePercent(-1), '−100 %'],
    [price(63250.5), '63250.5'],
    [price(98.2), '98.20'],
    [price(0.0042131), '0.004213'],
    [plain(0.98765), '0.9877'],
    [plain(-4), '−4'],
    [bytes(4096), '4.096 kB'],
    [bytes(0), '0 B'],
  ])('are shown as %s', (shown, expected) => {
    expect(said(shown)).toBe(expected);
  });

  it.each([
    ['total_return', 0.063, '+6.3 %'],
    ['seed_11.best_validation_return', -0.02, '−2.0 %'],
    ['max_drawdown', 0.165, '16.5 %'],
    ['max_drawdown_bars', 41, '41'],
    ['sharpe', 0.912345, '0.9123'],
  ])('given the metric %s, when shown, then in its unit of docs/metrics.md', (name, value, shown) => {
    expect(said(metricValue(name, value))).toBe(shown);
  });
});
