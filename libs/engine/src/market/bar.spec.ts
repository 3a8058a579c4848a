import { PipelineError } from '@trademaster/errors';
import { simulatedBars } from '../../test/series';
import { type Bar, checkBars } from './bar';

const refusal = (bars: Bar[], minimum?: number): PipelineError => {
  try {
    checkBars(bars, minimum);
  } catch (error) {
    return error as PipelineError;
  }
  throw new Error('the bars were accepted');
};
const withBar = (index: number, change: Partial<Bar>): Bar[] =>
  simulatedBars(5).map((bar, i) => (i === index ? { ...bar, ...change } : bar));

describe('checkBars', () => {
  it('accepts a proper series', () => {
    expect(() => checkBars(simulatedBars(5), 5)).not.toThrow();
  });

  it.each<[string, number, Partial<Bar>, string, string]>([
    ['a price of zero', 2, { close: 0 }, 'row 3 (2020-01-03): close is 0', 'bars.2.close'],
    ['a negative price', 0, { open: -1 }, 'row 1 (2020-01-01): open is -1', 'bars.0.open'],
    ['a price that is no number', 1, { low: NaN }, 'row 2 (2020-01-02): low is NaN', 'bars.1.low'],
    ['an infinite price', 1, { high: Infinity }, 'row 2 (2020-01-02): high is Infinity', 'bars.1.high'],
    ['a high below the close', 3, { high: 1 }, 'row 4 (2020-01-04): high 1 is below', 'bars.3.high'],
    ['a low above the open', 3, { low: 1e6, high: 1e6 }, 'row 4 (2020-01-04): low 1000000 is above', 'bars.3.low'],
    ['a duplicate', 2, { date: '2020-01-02' }, 'row 3 (2020-01-02): date occurs twice', 'bars.2.date'],
    ['an unsorted date', 2, { date: '2019-12-31' }, 'row 3 (2019-12-31): date is earlier', 'bars.2.date'],
    ['a day that does not exist', 4, { date: '2020-02-30' }, 'row 5 (2020-02-30): date is not a day', 'bars.4.date'],
    ['a negative volume', 4, { volume: -1 }, 'row 5 (2020-01-05): volume is -1', 'bars.4.volume'],
  ])('refuses %s, naming the row', (_what, index, change, message, field) => {
    const error = refusal(withBar(index, change));
    expect(error.code).toBe('data_invalid');
    expect(error.message).toContain(message);
    expect(error.field).toBe(field);
  });

  it('refuses too few bars, with both numbers', () => {
    const error = refusal(simulatedBars(5), 6);
    expect([error.code, error.message]).toEqual(['data_too_short', '5 closed bars, at least 6 are needed']);
  });
});
