import type {
  BacktestResult,
  DateSpan,
  InferenceResult,
  Interval,
  TrainingResult,
  VerdictStatement,
} from '@trademaster/contracts';
import { percent, signedPercent } from '../format/numbers';
import { words } from '../format/words';
import { type CardRow, linkNumbers } from './linked-text';
import type { Sources } from './sources';

interface ShownBacktest {
  metrics: BacktestResult['metrics'];
  reasons: BacktestResult['metrics_reasons'];
  buyAndHold: BacktestResult['metrics'] | undefined;
  interval: Interval | undefined;
  verdict: VerdictStatement;
  window: DateSpan;
}

interface BacktestFacts {
  training: TrainingResult | null;
  inference: InferenceResult | null;
}

/** Backtest, buy and hold and verdict, as the card has them; none while there is no backtest. */
export function backtestRows(facts: BacktestFacts, sources: Sources): CardRow[] {
  const shown = backtestOf(facts);
  if (shown === undefined) return [];
  const { metrics, reasons, buyAndHold, interval, verdict, window } = shown;
  const earned = metricText(metrics.total_return, signedPercent, reasons.total_return);
  const drawdown = metricText(metrics.max_drawdown, (share) => percent(Math.abs(share)), reasons.max_drawdown);
  const held = metricText(buyAndHold?.total_return, signedPercent, undefined);
  const between =
    interval === undefined
      ? ''
      : `; difference with 95 % between ${signedPercent(interval.low)} and ${signedPercent(interval.high)}`;
  const span = `on ${window.bars} unseen bars, ${window.first_date} to ${window.last_date}`;
  const href = sources.metric('backtest');
  return [
    {
      label: 'backtest',
      parts: linkNumbers(
        `${earned} ${span}, after costs (worst drawdown ${drawdown})`,
        href,
        'backtest: total_return, max_drawdown',
      ),
    },
    {
      label: 'buy and hold',
      parts: linkNumbers(`${held}${between}`, href, 'backtest: buy_and_hold.total_return, excess_return_interval'),
    },
    { label: 'verdict', parts: linkNumbers(verdictText(verdict), sources.section('backtest'), 'the verdict') },
  ];
}

/** This run's own backtest; in mode `inference` that of the loaded model. */
function backtestOf({ training, inference }: BacktestFacts): ShownBacktest | undefined {
  if (training !== null) {
    const { metrics, metrics_reasons, baselines, excess_return_interval, verdict } = training.backtest;
    const buyAndHold = baselines.find(({ name }) => name === 'buy_and_hold')?.metrics;
    const window = training.windows.test;
    return { metrics, reasons: metrics_reasons, buyAndHold, interval: excess_return_interval, verdict, window };
  }
  if (inference === null) return undefined;
  const { backtest_metrics: metrics, buy_and_hold_metrics: buyAndHold, verdict, model_windows: windows } = inference;
  return { metrics, reasons: {}, buyAndHold, interval: undefined, verdict, window: windows.test };
}

/** A metric, or why there is none. */
function metricText(value: number | null | undefined, show: (value: number) => string, reason: string | undefined) {
  if (value === null || value === undefined) return `none (${reason ?? 'not measured'})`;
  return show(value);
}

function verdictText({ verdict, bars_had: had, bars_needed: needed }: VerdictStatement): string {
  return needed === undefined ? words(verdict) : `${words(verdict)}: needs about ${needed} bars, has ${had}`;
}
