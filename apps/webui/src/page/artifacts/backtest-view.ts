import type { BacktestResult } from '@trademaster/contracts';
import type { Curve, RunBacktest } from '../contract';
import type { BacktestDetail } from './artifact-shapes';

export function backtestView(result: BacktestResult, detail: BacktestDetail): RunBacktest {
  const { dates, equity, buy_and_hold, baselines_equity: others = {}, seeds_equity: seeds } = detail;
  const paths = { policy: equity, buy_and_hold, ...others };
  return {
    dates,
    curves: Object.entries(paths).map(([name, path]) => curveOf(name, path)),
    seeds: seeds === undefined ? null : { low: seeds.q1, median: seeds.median, high: seeds.q3 },
    result,
  };
}

function curveOf(name: string, equity: number[]): Curve {
  let peak = -Infinity;
  const drawdown = equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
  return { name, equity, drawdown };
}
