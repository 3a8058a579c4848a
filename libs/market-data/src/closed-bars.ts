import { type Bar, closedAt } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import type { BarsFound, BarsQuery } from './market-data-source';

/**
 * The last `lookbackBars` bars that had closed by `asOf`; the bar of the session that was going on is dropped and named,
 * later ones had not begun. `bars` are in order. Throws `data_too_short` when none had closed.
 */
export function closedBars(bars: readonly Bar[], { ticker, asOf, lookbackBars }: BarsQuery): BarsFound {
  const today = asOf.toISOString().slice(0, 10);
  const closed = bars.filter(({ date }) => date < today); // a session's bar closes at the next UTC midnight
  const last = closed.at(-1);
  if (last === undefined) {
    throw new PipelineError('data_too_short', `no bar of ${ticker} had closed by ${asOf.toISOString()}`);
  }
  const unfinished = bars[closed.length]?.date === today;
  return {
    bars: closed.slice(-lookbackBars),
    lastBarClosedAt: closedAt(last.date),
    ...(unfinished ? { droppedUnfinished: today } : {}),
  };
}
