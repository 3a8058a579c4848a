import { simulatedBars } from '../../test/series';
import { planWindows } from './windows';

const split = { train: 0.7, validation: 0.15, test: 0.15 };

describe('planWindows', () => {
  it('splits 900 bars by time, the first 50 warming up, one transition purged at each boundary', () => {
    const windows = planWindows(simulatedBars(900), { split });
    expect(windows).toMatchObject({
      train: { fromIndex: 50, toIndex: 629, bars: 580, firstDate: '2020-02-20' },
      validation: { fromIndex: 630, toIndex: 764, bars: 135 },
      test: { fromIndex: 765, toIndex: 899, bars: 135, lastDate: '2022-06-18' },
      purgedBars: 1,
    });
  });

  it('names the span that would be too short', () => {
    expect(() => planWindows(simulatedBars(120), { split })).toThrow(
      expect.objectContaining({
        code: 'data_too_short',
        field: 'config.split.train',
        message: expect.stringContaining('120 bars leave 34 for train, at least 60 are needed') as string,
      }),
    );
  });
});
