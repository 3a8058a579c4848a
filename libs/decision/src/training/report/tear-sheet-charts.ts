import type { Evaluation } from '@trademaster/engine';
import { percent, price, signedPercent } from './format';
import { type Marks, stripPlot, timePlot } from './plot';

const POLICY = 'var(--policy)';
const HOLD = 'var(--hold)';

/** Equity and drawdown against buy and hold, the price with the policy's fills, and how far the seeds spread. */
export function charts(evaluation: Evaluation): string[] {
  const { dates, equity, buyAndHold, closes } = evaluation.detail;
  const both = (of: (equity: readonly number[]) => readonly number[]) => [
    { name: 'buy and hold', colour: HOLD, values: of(buyAndHold) },
    { name: 'policy', colour: POLICY, values: of(equity) },
  ];
  return [
    timePlot({ title: 'Equity, from 1', dates, lines: both((own) => own), label: (value) => value.toFixed(2) }),
    timePlot({ title: 'Drawdown', dates, lines: both(drawdown), label: percent }),
    timePlot({
      title: 'Price and trades',
      dates,
      lines: [{ name: 'close', colour: HOLD, values: closes }],
      marks: fillMarks(evaluation),
      label: price,
    }),
    seedsPlot(evaluation),
  ];
}

/** At each bar, equity below its highest so far, as a fraction of it: 0 or negative. */
function drawdown(equity: readonly number[]): number[] {
  let peak = 0;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** Dots lie on the close of the session at whose open the fill was, so that they are on the line. */
function fillMarks({ detail: { dates, closes, trades } }: Evaluation): Marks[] {
  const indexOf = new Map(dates.map((date, index) => [date, index]));
  const marks = (name: string, colour: string, sessions: (string | undefined)[]): Marks => ({
    name,
    colour,
    points: sessions.flatMap((date) => {
      const index = date === undefined ? undefined : indexOf.get(date);
      return index === undefined ? [] : [{ index, value: closes[index] as number }];
    }),
  });
  const entries = (direction: 1 | -1) => trades.filter((trade) => trade.direction === direction);
  const kinds = [
    marks(
      'exit',
      'var(--soft)',
      trades.map(({ exitDate }) => exitDate),
    ),
    marks(
      'long',
      'var(--gain)',
      entries(1).map(({ entryDate }) => entryDate),
    ),
    marks(
      'short',
      'var(--loss)',
      entries(-1).map(({ entryDate }) => entryDate),
    ),
  ];
  return kinds.filter(({ points }) => points.length > 0);
}

function seedsPlot({ seeds, seedsSpread, metrics, baselines }: Evaluation): string {
  const hold = baselines.find(({ name }) => name === 'buy_and_hold')?.metrics.total_return ?? 0;
  return stripPlot({
    title: 'Total return by seed',
    rows: [
      { name: 'single seeds', colour: 'var(--ink)', values: seeds.map(({ totalReturn }) => totalReturn) },
      { name: 'policy', colour: POLICY, values: [metrics.total_return ?? 0] },
      { name: 'buy and hold', colour: HOLD, values: [hold] },
    ],
    band: {
      name: 'quartiles of the seeds',
      from: seedsSpread.total_return_q1 ?? 0,
      to: seedsSpread.total_return_q3 ?? 0,
    },
    label: signedPercent,
  });
}
