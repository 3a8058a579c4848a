import type { Bar, Calendar } from '@trademaster/engine';

export type Adjustment = 'adjusted' | 'raw' | 'none';

export interface BarsQuery {
  /** The source's own name of the instrument. */
  ticker: string;
  calendar: Calendar;
  /** Only bars closed by then count. */
  asOf: Date;
  /** How many closed bars at most, the last ones. */
  lookbackBars: number;
  /** `csv`: a file, or a folder with `<ticker>.csv`. */
  path?: string;
  /** `simulated`: names the price path together with the ticker. */
  seed?: number;
}

export interface BarsFound {
  /** Oldest first, at least one, as engine's checkBars wants them. */
  bars: Bar[];
  /** RFC 3339. */
  lastBarClosedAt: string;
  /** Session that was going on at `asOf`, whose bar the source has and we left out. */
  droppedUnfinished?: string;
}

/**
 * Where bars come from. The same query is answered with the same bars, and a later `asOf` only adds bars at the end.
 * Errors: `data_not_found`, `data_invalid` naming the row, `data_too_short` when no bar had closed, `data_unavailable`
 * (retryable) when a source did not answer, `config_invalid` for a query that the source cannot take.
 */
export interface MarketDataSource {
  readonly name: string;
  /** True when the prices never traded anywhere. */
  readonly simulated: boolean;
  /** For splits and dividends; `none`: the source does not tell. */
  readonly adjustment: Adjustment;
  bars(query: BarsQuery): Promise<BarsFound>;
}
