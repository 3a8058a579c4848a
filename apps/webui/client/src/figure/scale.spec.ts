import { bandPath, extentOf, linear, pathOf, ticksOf } from './scale';

const same = (value: number) => value;

describe('a figure', () => {
  it('given values, when scaled, then the ends are the ends', () => {
    const scale = linear([0, 10], [100, 0]);
    expect([scale(0), scale(5), scale(10)]).toEqual([100, 50, 0]);
  });

  it.each([
    [[0.93, 1.17], 5, [0.95, 1, 1.05, 1.1, 1.15]],
    [[-0.12, 0.01], 3, [-0.1, -0.05, 0]],
    [[0, 1000], 4, [0, 500, 1000]],
  ] as const)('given the extent %j, when divided, then the ticks are round', (extent, wanted, ticks) => {
    expect(ticksOf(extent, wanted).map((tick) => Number(tick.toFixed(6)) + 0)).toEqual(ticks);
  });

  it('given one value or none, when its extent is asked for, then there is room around it', () => {
    const [low, high] = extentOf([[1, 1]], 1);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    expect(extentOf([], 0)).toEqual([-0.05, 0.05]);
  });

  it('given a gap, when drawn, then the pen is lifted', () => {
    expect(pathOf([1, 2, null, 3], same, same)).toBe('M0.0 1.0L1.0 2.0M3.0 3.0');
  });

  it('given two lines, when the band is drawn, then it goes along one and back along the other', () => {
    expect(bandPath([1, 2], [3, 4], same, same)).toBe('M0.0 3.0L1.0 4.0L1.0 2.0L0.0 1.0Z');
  });
});
