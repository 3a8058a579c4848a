import { barsOf, quickSettings, simulatedBars } from '../../test/series';
import type { Bar } from '../market/bar';
import { createRandom } from '../numerics/random';
import { playTargets } from './play-targets';
import { RUINED_EQUITY } from './trading-account';
import { TradingEnvironment } from './trading-environment';

const free = { costBps: 0, slippageBps: 0 };

/** Final equity of targets over bars, flat and 1 before. */
function play(bars: Bar[], targets: number[], environment: Parameters<typeof quickSettings>[0]) {
  return playTargets(bars, quickSettings(environment), { fromIndex: 0, toIndex: bars.length - 1 }, targets);
}

describe('trading environment', () => {
  it('given a decision on bar N, when it is filled, then at the open of N + 1', () => {
    const bars = barsOf([
      { open: 50, close: 100 }, // decided here
      { open: 200, close: 220 }, // filled at 200, not at 100
      { open: 300, close: 330 },
    ]);
    const { equity, account } = play(bars, [1, 1, 0], free);
    expect(equity[1]).toBeCloseTo(220 / 200, 14);
    expect(equity[2]).toBeCloseTo(330 / 200, 14);
    expect(account.fills).toEqual([
      expect.objectContaining({ kind: 'open', date: '2020-01-02', price: 200, direction: 1, equity: 1 }),
    ]);
  });

  it('pays commission and slippage on each side, derived by hand', () => {
    const bars = barsOf([
      { open: 100, close: 100 },
      { open: 100, close: 100 },
      { open: 100, close: 100 },
    ]);
    // buy at 100·1.0005 with 10 bp commission out of equity 1, sell at 100·0.9995 less 10 bp
    const units = 1 / (100 * 1.0005 * 1.001);
    const { equity, account } = play(bars, [1, 0, 0], { costBps: 10, slippageBps: 5 });
    expect(equity[1]).toBeCloseTo(units * 100, 14);
    expect(equity[2]).toBeCloseTo(units * 100 * 0.9995 * 0.999, 14);
    expect(account.costsPaid).toBeCloseTo(1 - (equity[2] as number), 5);
  });

  it('a short gains when the price falls and loses when it rises', () => {
    const falling = barsOf([
      { open: 100, close: 100 },
      { open: 100, close: 90 },
    ]);
    const rising = barsOf([
      { open: 100, close: 100 },
      { open: 100, close: 110 },
    ]);
    expect(play(falling, [-1, 0], { ...free, allowShort: true }).equity[1]).toBeCloseTo(1.1, 14);
    expect(play(rising, [-1, 0], { ...free, allowShort: true }).equity[1]).toBeCloseTo(0.9, 14);
  });

  it('charges a short its borrow rate per bar', () => {
    const still = barsOf([
      { open: 100, close: 100 },
      { open: 100, close: 100 },
    ]);
    const { equity } = play(still, [-1, -1], { ...free, allowShort: true, borrowRate: 0.365 });
    expect(equity[1]).toBeCloseTo(1 - 0.365 / 365, 14);
  });

  it('keeps the units fixed until the target changes', () => {
    const bars = barsOf([
      { open: 100, close: 100 },
      { open: 100, close: 200 },
      { open: 200, close: 400 },
    ]);
    // half of equity buys 0.005 units once: 1 → 1.5 → 2.5; rebalancing would give 1.5 → 2.25
    const { equity, account } = play(bars, [0.5, 0.5, 0.5], { ...free, maxPosition: 0.5 });
    expect(equity[2]).toBeCloseTo(2.5, 14);
    expect(account.turnover).toBeCloseTo(0.5, 14);
  });

  it('rewards add up to the logarithm of final over initial equity', () => {
    const bars = simulatedBars(1000, { seed: 3 });
    const settings = quickSettings({ allowShort: true, borrowRate: 0.05, maxPosition: 0.7 });
    const environment = new TradingEnvironment(bars, settings, 0, bars.length - 1);
    const random = createRandom(8);
    let [rewards, ended] = [0, false];
    while (!ended) {
      const step = environment.step((random.below(3) - 1) * 0.7);
      rewards += step.reward;
      ended = step.terminated || step.truncated;
    }
    expect(environment.bar).toBe(bars.length - 1);
    expect(Math.abs(rewards - Math.log(environment.account.equity))).toBeLessThan(1e-12);
  });

  it.each([
    ['overnight', { open: 250, close: 250 }],
    ['during the session', { open: 100, close: 250 }],
  ])('a short that loses everything %s terminates as ruined and stays so', (_when, jump) => {
    const bars = barsOf([{ open: 100, close: 100 }, { open: 100, close: 100 }, jump, { open: 1, close: 1 }]);
    const settings = quickSettings({ ...free, allowShort: true });
    const environment = new TradingEnvironment(bars, settings, 0, 3);
    environment.step(-1);
    expect(environment.step(-1)).toMatchObject({ terminated: true, truncated: false });
    const { equity, account } = play(bars, [-1, -1, -1, -1], { ...free, allowShort: true });
    expect(equity.slice(2)).toEqual([RUINED_EQUITY, RUINED_EQUITY]);
    expect([account.ruined, account.position]).toEqual([true, 0]);
  });

  it('the end of the data truncates', () => {
    const environment = new TradingEnvironment(simulatedBars(3), quickSettings(), 0, 2);
    expect(environment.step(0)).toMatchObject({ terminated: false, truncated: false });
    expect(environment.step(0)).toMatchObject({ terminated: false, truncated: true });
  });
});
