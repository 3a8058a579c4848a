import type { Fill } from '../environment/trading-account';
import type { Bar } from '../market/bar';

/** One holding, from its first fill to the fill that ends it. */
export interface Trade {
  /** Session at whose open it was filled. */
  entryDate: string;
  /** Price paid or received, slippage included. */
  entryPrice: number;
  /** Absent while the position is still open. */
  exitDate?: string;
  /** Absent while the position is still open. */
  exitPrice?: number;
  /** 1 long, −1 short. */
  direction: 1 | -1;
  /** Closes at which it was held; one that ends in ruin counts the bar of its ruin. */
  bars: number;
  /** Change of equity over the holding as a fraction of equity before it, net of costs. */
  return: number;
}

/** Pairs openings with closings; a position still open is marked with `finalEquity` at the last bar's close. */
export function tradesOf(fills: readonly Fill[], bars: readonly Bar[], finalEquity: number): Trade[] {
  const trades: Trade[] = [];
  let at = 0; // fills come in the order of the bars
  const reach = (date: string): number => {
    while ((bars[at] as Bar).date < date) at++;
    return at;
  };
  fills.forEach((entry, i) => {
    if (entry.kind === 'close') return;
    const exit = fills[i + 1];
    const from = reach(entry.date);
    const to = exit ? reach(exit.date) : bars.length;
    trades.push({
      entryDate: entry.date,
      entryPrice: entry.price,
      ...(exit && { exitDate: exit.date, exitPrice: exit.price }),
      direction: entry.direction,
      bars: Math.max(1, to - from),
      return: (exit ? exit.equity : finalEquity) / entry.equity - 1,
    });
  });
  return trades;
}
