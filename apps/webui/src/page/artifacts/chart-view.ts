import type { RunContext, TradingSignal } from '@trademaster/contracts';
import type { Bar as EngineBar } from '@trademaster/engine';
import type { RunChart, Trade } from '../contract';
import type { BacktestDetail } from './artifact-shapes';

/** The bars of all sources are days that end at midnight UTC. */
const SESSIONS_ZONE = 'UTC';

export function chartView(
  bars: readonly EngineBar[],
  { bars: snapshot }: RunContext,
  detail: BacktestDetail | undefined,
  signal: TradingSignal | undefined,
): RunChart {
  return {
    bars: bars.map(({ date, open, high, low, close, volume = null }) => ({ date, open, high, low, close, volume })),
    trades: detail === undefined ? [] : tradesOf(detail),
    timezone: SESSIONS_ZONE,
    signal: signal === undefined ? null : { date: snapshot.last_date, action: signal.action },
    levels: levelsOf(signal),
  };
}

/** Fills, oldest first; a reversal, which closes one holding and opens the next at one price, is one. */
export function tradesOf({ dates, positions, trades }: BacktestDetail): Trade[] {
  const heldAt = new Map(dates.map((date, index) => [date, positions[index] ?? 0]));
  const fills = new Map<string, Trade>();
  const fill = (date: string, price: number, buys: boolean) => {
    const side = buys ? 'buy' : 'sell';
    fills.set(`${date} ${side}`, { date, side, price, position: heldAt.get(date) ?? 0 });
  };
  for (const { entry_date, entry_price, exit_date, exit_price, direction } of trades) {
    fill(entry_date, entry_price, direction === 1);
    if (exit_date !== undefined && exit_price !== undefined) fill(exit_date, exit_price, direction === -1);
  }
  return [...fills.values()].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function levelsOf(signal: TradingSignal | undefined): RunChart['levels'] {
  const { entry_price: entry, stop_loss: stop, take_profit: target } = signal ?? {};
  return entry === undefined || stop === undefined || target === undefined ? null : { entry, stop, target };
}
