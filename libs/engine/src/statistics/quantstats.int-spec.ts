import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { trainExample, walkingBars } from '@trademaster/testkit';
import { createRandom } from '../numerics/random';
import { annualisedReturn } from './annualised-return';
import { annualisedVolatility } from './annualised-volatility';
import { calmarRatio } from './calmar-ratio';
import { maxDrawdown } from './max-drawdown';
import { profitFactor } from './profit-factor';
import { returnsOf } from './returns';
import { sharpeRatio } from './sharpe-ratio';
import { sortinoRatio } from './sortino-ratio';
import { totalReturn } from './total-return';
import { winRate } from './win-rate';

const PERIODS = 252;

/** Win rate and profit factor are of trades here and of bars there: each return is taken for a trade's. */
function measure(returns: readonly number[]): Record<string, unknown> {
  const equity = returns.reduce((curve, value) => [...curve, (curve.at(-1) as number) * (1 + value)], [1]);
  const { depth, bars } = maxDrawdown(equity);
  return {
    total_return: totalReturn(equity),
    annualised_return: annualisedReturn(equity, PERIODS),
    annualised_volatility: annualisedVolatility(returns, PERIODS),
    sharpe: (sharpeRatio(returns) as number) * Math.sqrt(PERIODS),
    sortino: sortinoRatio(returns, PERIODS),
    calmar: calmarRatio(equity, PERIODS),
    max_drawdown: depth,
    max_drawdown_bars: bars,
    win_rate: winRate(returns),
    profit_factor: profitFactor(returns),
  };
}

function measureInQuantstats(series: Record<string, readonly number[]>): Record<string, Record<string, number>> {
  const { STACK_PYTHON: python = 'python3', STACK_QUANTSTATS: folder = '' } = process.env;
  const script = join(__dirname, '..', '..', 'test', 'quantstats_metrics.py');
  const input = JSON.stringify({ series, periods: PERIODS });
  const ended = spawnSync(python, [script, folder], { input, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${python} ended with ${ended.status}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Record<string, Record<string, number>>;
}

function walk(length: number, drift: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length }, () => drift + 0.02 * random.normal());
}

describe('metrics beside QuantStats (STACK_PYTHON, STACK_QUANTSTATS)', () => {
  const { detail } = trainExample(walkingBars(400)).evaluation;
  const series = {
    recorded: Array.from({ length: 60 }, (_, k) => (((k * 37) % 41) - 19.5) / 1000),
    rising: walk(500, 0.002, 1),
    falling: walk(500, -0.002, 2),
    calm: walk(5000, 0.0001, 3),
    policy: [...returnsOf(detail.equity)].filter((value) => value !== 0), // QuantStats counts idle bars in no win rate
    'buy and hold': [...returnsOf(detail.buyAndHold)].filter((value) => value !== 0),
  };
  const theirs = measureInQuantstats(series);

  it.each(Object.entries(series))('given the series "%s", then each metric is the same to 1e-9', (name, returns) => {
    const ours = measure(returns);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs[name] ?? {}));
    for (const [metric, want] of Object.entries(theirs[name] ?? {})) {
      const got = ours[metric] as number;
      const tolerance = 1e-9 * Math.max(1, Math.abs(want));
      if (!(Math.abs(got - want) <= tolerance)) throw new Error(`${metric}: ${got}, QuantStats says ${want}`);
    }
    expect(returns.length).toBeGreaterThan(30);
  });
});
