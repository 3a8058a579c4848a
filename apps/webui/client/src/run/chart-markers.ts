import type { SeriesMarker } from 'lightweight-charts';
import type { RunChart } from '../../../src/page/contract';

export interface ChartColours {
  up: string;
  down: string;
  text: string;
  grid: string;
}

/**
 * Purchases are arrows up below the bar, sales arrows down above it, the signal a circle that says what it is: told
 * apart by shape and place, and by colour too. In the order of time, as the chart wants them.
 */
export function chartMarkers({ trades, signal }: RunChart, colours: ChartColours): SeriesMarker<string>[] {
  const traded = trades.map(({ date, side }): SeriesMarker<string> =>
    side === 'buy'
      ? { time: date, position: 'belowBar', shape: 'arrowUp', color: colours.up }
      : { time: date, position: 'aboveBar', shape: 'arrowDown', color: colours.down },
  );
  const said: SeriesMarker<string>[] =
    signal === null
      ? []
      : [{ time: signal.date, position: 'aboveBar', shape: 'circle', color: colours.text, text: signal.action }];
  return [...traded, ...said].sort((one, other) => one.time.localeCompare(other.time));
}
