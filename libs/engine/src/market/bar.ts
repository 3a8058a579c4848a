import { PipelineError } from '@trademaster/errors';
import { isSessionDate } from './calendar';

/** One session's prices, in the instrument's currency. */
export interface Bar {
  /** Session, YYYY-MM-DD. */
  date: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume?: number;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * Refuses what no price series can be: dates that are unsorted, duplicated or not days, prices that are not positive
 * and finite, a high or low that does not enclose open and close, a negative volume. Gaps are the data source's affair.
 * Throws `data_invalid` naming row (1-based) and date, `data_too_short` when there are fewer than `minimum` bars.
 */
export function checkBars(bars: readonly Bar[], minimum = 1): void {
  bars.forEach((bar, index) => checkBar(bar, index + 1, bars[index - 1]));
  if (bars.length < minimum) {
    throw new PipelineError('data_too_short', `${bars.length} closed bars, at least ${minimum} are needed`);
  }
}

function checkBar(bar: Bar, row: number, previous: Bar | undefined): void {
  const refuse = (what: string, field: string): never => {
    throw new PipelineError('data_invalid', `row ${row} (${bar.date}): ${what}`, { field: `bars.${row - 1}.${field}` });
  };
  if (!isSessionDate(bar.date)) refuse('date is not a day written YYYY-MM-DD', 'date');
  if (previous && bar.date === previous.date) refuse('date occurs twice', 'date');
  if (previous && bar.date < previous.date) refuse(`date is earlier than the row before (${previous.date})`, 'date');
  for (const price of PRICES) {
    if (!(Number.isFinite(bar[price]) && bar[price] > 0)) {
      refuse(`${price} is ${bar[price]}, must be positive and finite`, price);
    }
  }
  if (bar.high < Math.max(bar.open, bar.close)) {
    refuse(`high ${bar.high} is below open ${bar.open} or close ${bar.close}`, 'high');
  }
  if (bar.low > Math.min(bar.open, bar.close)) {
    refuse(`low ${bar.low} is above open ${bar.open} or close ${bar.close}`, 'low');
  }
  if (bar.volume !== undefined && !(Number.isFinite(bar.volume) && bar.volume >= 0)) {
    refuse(`volume is ${bar.volume}, must be finite and not negative`, 'volume');
  }
}
