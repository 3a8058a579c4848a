import { annualisedReturn } from './annualised-return';
import { annualisedVolatility } from './annualised-volatility';
import { calmarRatio } from './calmar-ratio';
import { exposure } from './exposure';
import { isotonicRegression } from './isotonic-regression';
import { maxDrawdown } from './max-drawdown';
import { kurtosis, skewness } from './moments';
import { expectedMaximumSharpe, minimumTrackRecord, probabilisticSharpe } from './probabilistic-sharpe';
import { profitFactor } from './profit-factor';
import { quantile } from './quantile';
import { returnsOf } from './returns';
import { sharpeRatio } from './sharpe-ratio';
import { sortinoRatio } from './sortino-ratio';
import { totalReturn } from './total-return';
import { winRate } from './win-rate';

/** 60 returns between −1.9 % and +2.1 %; the expected numbers below come from numpy 2.4 and scipy 1.17. */
const RETURNS = Array.from({ length: 60 }, (_, k) => (((k * 37) % 41) - 19) / 1000);
const EQUITY = RETURNS.reduce((curve, r) => [...curve, (curve.at(-1) as number) * (1 + r)], [1]);
const SHARPE = 0.08728014129538116;

describe('statistics of a return series', () => {
  it.each([
    ['total return', totalReturn(EQUITY), 0.059545063893419625],
    ['annualised return', annualisedReturn(EQUITY, 252), 0.2749748464794781],
    ['annualised volatility', annualisedVolatility(RETURNS, 252), 0.1879426165579379],
    ['Sharpe ratio per bar', sharpeRatio(RETURNS), SHARPE],
    ['Sortino ratio', sortinoRatio(RETURNS, 252), 2.1182916543936843],
    ['Calmar ratio', calmarRatio(EQUITY, 252), 5.044953593596799],
    ['maximum drawdown', maxDrawdown(EQUITY).depth, 0.05450493079430585],
    ['bars under water', maxDrawdown(EQUITY).bars, 23],
    ['skewness', skewness(RETURNS), -0.04347479143436014],
    ['kurtosis', kurtosis(RETURNS), 1.8328458216644317],
    ['2.5 % quantile', quantile(RETURNS, 0.025), -0.018525],
  ])('%s', (_name, got, want) => {
    expect(got).toBeCloseTo(want, 10);
  });

  it('returns and equity belong together', () => {
    returnsOf(EQUITY).forEach((value, i) => expect(value).toBeCloseTo(RETURNS[i] as number, 14));
  });

  it.each([
    ['Sharpe', sharpeRatio(RETURNS.slice(0, 29)), 'too_few_returns: 29, at least 30 are needed'],
    ['Sharpe of a constant', sharpeRatio(new Array<number>(40).fill(0.01)), 'no_variance: all returns are equal'],
    ['Sortino', sortinoRatio(RETURNS.slice(0, 29), 252), 'too_few_returns: 29, at least 30 are needed'],
    ['Sortino without losses', sortinoRatio(new Array<number>(40).fill(0.1), 252), 'no_losses: no return is negative'],
    ['Calmar', calmarRatio(EQUITY.slice(0, 30), 252), 'too_few_returns: 29, at least 30 are needed'],
    ['Calmar without a fall', calmarRatio(new Array<number>(40).fill(1), 252), 'no_drawdown: equity never fell'],
    ['win rate', winRate([0.1, -0.1]), 'too_few_trades: 2, at least 10 are needed'],
    ['profit factor', profitFactor([0.1, -0.1]), 'too_few_trades: 2, at least 10 are needed'],
    ['profit factor without losses', profitFactor(new Array<number>(10).fill(1)), 'no_losses: no trade lost'],
    ['annualised return', annualisedReturn([1, 1e300], 365), 'overflow: the window is too short to be annualised'],
  ])('%s is not a number but a reason', (_name, got, reason) => {
    expect(got).toEqual({ reason });
  });

  it('counts trades and bars in the market', () => {
    const trades = [0.02, -0.01, 0, 0.03, -0.01, 0.01, 0.02, -0.02, 0.04, -0.03];
    expect(winRate(trades)).toBe(0.5);
    expect(profitFactor(trades)).toBeCloseTo(0.12 / 0.07, 12);
    expect(exposure([0, 1, 1, 0, -1])).toBe(0.75); // the first close lies before any fill
  });
});

describe('probabilistic and deflated Sharpe ratio', () => {
  const sample = { sharpe: SHARPE, returns: RETURNS };

  it('PSR against 0', () => {
    expect(probabilisticSharpe(sample, 0)).toBeCloseTo(0.7481294883791073, 10);
  });

  it('SR₀ of 20 trials, and of 5 whose own spread is taken for noise', () => {
    expect(expectedMaximumSharpe(20, 0.01, 60)).toBeCloseTo(0.19007079511805194, 10);
    expect(expectedMaximumSharpe(5, 0, 60)).toBeCloseTo(0.1552625142342576, 10); // V = 1/59
    expect(expectedMaximumSharpe(1, 0.5, 60)).toBe(0);
  });

  it('DSR and minimum track record against SR₀ of 20 trials with V = 0.0001', () => {
    const benchmark = expectedMaximumSharpe(20, 0.0001, 60);
    expect(probabilisticSharpe(sample, benchmark)).toBeCloseTo(0.699516412183412, 10);
    expect(minimumTrackRecord(sample, benchmark)).toBeCloseTo(584.6648607195484, 6);
    expect(minimumTrackRecord(sample, SHARPE)).toBeUndefined();
  });
});

describe('isotonicRegression', () => {
  it('pools adjacent violators as scikit-learn 1.9 does', () => {
    const fitted = isotonicRegression([0.5, 0.42, 0.6, 0.55, 0.55, 0.7, 0.3, 0.9], [20, 35, 60, 25, 20, 40, 22, 90]);
    const [low, middle] = [0.4490909090909091, 0.5709580838323354];
    [low, low, middle, middle, middle, middle, middle, 0.9].forEach((want, i) => {
      expect(fitted[i]).toBeCloseTo(want, 12);
    });
  });
});
