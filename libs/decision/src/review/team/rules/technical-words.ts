import type { ReviewFacts } from '../../facts/review-facts';
import { percent, plain, price } from './quoted';

const OVERBOUGHT = 70;
const OVERSOLD = 30;

/** What trend, momentum, volatility and levels are on the last closed bar. */
export function technicalWords({ instrument, market, last_bar_closed_at }: ReviewFacts): string {
  const { last_close, sma_20, sma_50, rsi_14, atr_14, annualised_volatility, support, resistance } = market.indicators;
  const currency = instrument.currency === undefined ? '' : ` ${instrument.currency}`;
  return [
    `${instrument.symbol} closed at ${price(last_close)}${currency} on the bar that ended ${last_bar_closed_at.slice(0, 10)}.`,
    `The trend is ${market.trend}: SMA 20 is ${price(sma_20)} and SMA 50 is ${price(sma_50)}.`,
    `RSI 14 is ${plain(rsi_14)}, ${momentum(rsi_14)}.`,
    `ATR 14 is ${price(atr_14)} and annualised volatility ${percent(annualised_volatility)}.`,
    `Support is ${price(support)}, resistance ${price(resistance)}.`,
  ].join(' ');
}

function momentum(rsi: number | null | undefined): string {
  if (typeof rsi !== 'number') return 'so momentum is not known';
  if (rsi >= OVERBOUGHT) return 'overbought';
  return rsi <= OVERSOLD ? 'oversold' : 'neither overbought nor oversold';
}
