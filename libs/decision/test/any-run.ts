import fc from 'fast-check';
import type { SignalInferred } from '@trademaster/contracts';
import { proposal } from './proposals';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** A whole multiple is no likely return, and the ledger reads a whole number as a count. */
const ratio = within(-0.9, 2.95).filter((value) => value === 0 || !Number.isInteger(Number(value.toPrecision(6))));

/** Runs of any price, result and confidence: what rules may have to speak about. */
export const ANY_RUN: fc.Arbitrary<SignalInferred> = fc
  .record({
    close: within(0.01, 90_000),
    volatility: within(0.002, 0.08),
    rsi: within(1, 99),
    ours: ratio,
    hold: ratio,
    low: within(-0.9, 0),
    high: within(0, 2),
    drawdown: within(-0.9, -0.001),
    sharpe: fc.option(within(-4, 4)),
    confidence: within(0, 100),
    verdict: fc.constantFrom('not_distinguishable' as const, 'worse_than_baseline' as const),
    leveled: fc.boolean(),
    agreement: fc.constantFrom(2 / 3, 1),
  })
  .map(
    ({ close, volatility, rsi, ours, hold, low, high, drawdown, sharpe, confidence, verdict, leveled, agreement }) => {
      const atr = close * volatility;
      const levels = {
        entry: close,
        stop: close - 2 * atr,
        target: close + 4 * atr,
        r_multiple: 2,
        size: Math.min(1, 0.005 / volatility),
      };
      const data = proposal({ policy: { confidence, agreement, levels: leveled ? levels : undefined }, verdict });
      const { market, backtest_metrics, buy_and_hold_metrics } = data.inference;
      market.last_closes = [close * 0.98, close * 0.99, close];
      Object.assign(market.indicators, {
        last_close: close,
        sma_20: close * 0.983,
        sma_50: close * 1.041,
        rsi_14: rsi,
        atr_14: atr,
        annualised_volatility: volatility * Math.sqrt(365),
        support: close * 0.91,
        resistance: null,
      });
      Object.assign(backtest_metrics, { total_return: ours, sharpe, max_drawdown: drawdown });
      Object.assign(buy_and_hold_metrics, { total_return: hold, sharpe: 0.4, max_drawdown: drawdown / 2 });
      if (data.training !== undefined) data.training.backtest.excess_return_interval = { low, high };
      data.inference.verdict.statement = statement(ours, hold, low, high);
      return data;
    },
  );

/** As the engine words it. */
function statement(ours: number, hold: number, low: number, high: number): string {
  const signed = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)} %`;
  return (
    `Over 134 daily returns the policy made ${signed(ours)}, buy and hold ${signed(hold)}; the difference lies between ` +
    `${signed(low)} and ${signed(high)} (95 %). The probability that this is more than the luck of one trial is 0.26.`
  );
}
