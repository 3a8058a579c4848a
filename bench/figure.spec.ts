import { lineOf, median } from './figure';

describe('a figure', () => {
  const figure = { bench: 'engine', figure: 'update_us', value: 80, unit: 'µs', samples: 5 };

  it('given a target, when it is written, then it says whether it is met', () => {
    expect(JSON.parse(lineOf({ ...figure, target: { atMost: 85 } }))).toEqual({
      ...figure,
      target: '<= 85',
      meets: true,
    });
    expect(JSON.parse(lineOf({ ...figure, target: { atLeast: 85 } }))).toMatchObject({ target: '>= 85', meets: false });
  });

  it('given no target, when it is written, then it claims to meet none', () => {
    expect(JSON.parse(lineOf({ ...figure, detail: { updates: 17792 } }))).toEqual({
      ...figure,
      target: null,
      meets: null,
      updates: 17792,
    });
  });

  it('given an odd and an even number of values, when their median is taken, then it is the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(() => median([])).toThrow('at least one value');
  });
});
