import { PipelineError } from '@trademaster/errors';
import { walkingBars } from '@trademaster/testkit';
import { decodeBars, encodeBars } from './bars-snapshot';

describe('a bars snapshot', () => {
  it('given bars, with and without volume, when written and read, then they are the same', () => {
    const [first, ...rest] = walkingBars(5);
    const { volume: _, ...withoutVolume } = first!;

    expect(decodeBars(encodeBars([withoutVolume, ...rest]))).toEqual([withoutVolume, ...rest]);
  });

  it.each([
    ['no JSON', 'bars'],
    ['[]', 'bars'],
    ['{"bars": [null]}', 'bars'],
    ['{"bars": [{"date": "2021-01-01", "open": 1, "high": 1, "low": 1, "close": "1"}]}', 'bars.0.close'],
  ])('given %s, then it is refused as data_invalid', (text, field) => {
    const read = () => decodeBars(Buffer.from(text));

    expect(read).toThrow(PipelineError);
    expect(read).toThrow(expect.objectContaining({ code: 'data_invalid', field }));
  });
});
