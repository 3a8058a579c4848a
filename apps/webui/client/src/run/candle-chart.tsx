import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  LineStyle,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import type { RunChart } from '../../../src/page/contract';
import { price } from '../format/numbers';
import { colourOf, useTheme } from '../theme/theme';
import { chartMarkers, type ChartColours } from './chart-markers';

interface CandleChartProps {
  data: RunChart;
  /** The chart in words, for who cannot see it. */
  description: string;
}

const BARS_AT_FIRST = 180;
/** Narrower ones are no candles any more. */
const PIXELS_PER_BAR = 4;

/** Candles with volume, trades, signal and levels. Loaded apart from the page: it is the largest part of it. */
export default function CandleChart({ data, description }: CandleChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [chart, setChart] = useState<IChartApi>();
  useEffect(() => {
    if (box.current === null) return;
    const drawn = draw(box.current, data);
    showLast(drawn, data, Math.min(BARS_AT_FIRST, Math.floor(box.current.clientWidth / PIXELS_PER_BAR)));
    setChart(drawn);
    return () => drawn.remove();
  }, [data, theme]);
  return (
    <>
      <div className="toolbar" role="group" aria-label="Shown span">
        <button type="button" onClick={() => chart && showLast(chart, data, 60)}>
          60 bars
        </button>
        <button type="button" onClick={() => chart && showLast(chart, data, BARS_AT_FIRST)}>
          180 bars
        </button>
        <button type="button" onClick={() => chart?.timeScale().fitContent()}>
          All bars
        </button>
      </div>
      <div ref={box} className="candles" role="img" aria-label={description} />
    </>
  );
}

function showLast(chart: IChartApi, { bars }: RunChart, count: number): void {
  chart.timeScale().setVisibleLogicalRange({ from: bars.length - count, to: bars.length + 4 });
}

function draw(box: HTMLElement, data: RunChart): IChartApi {
  const colours = coloursNow();
  const chart = createChart(box, {
    autoSize: true,
    layout: {
      background: { color: 'transparent' },
      textColor: colours.text,
      fontFamily: getComputedStyle(box).fontFamily,
      // Its logo brings a style element, which our Content-Security-Policy forbids; the link stands below the chart.
      attributionLogo: false,
    },
    grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
    rightPriceScale: { borderColor: colours.grid },
    timeScale: { borderColor: colours.grid },
    localization: { priceFormatter: price },
    handleScroll: { vertTouchDrag: false },
  });
  drawVolume(chart, data, colours);
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: 'transparent',
    downColor: colours.down,
    borderUpColor: colours.up,
    borderDownColor: colours.down,
    wickUpColor: colours.up,
    wickDownColor: colours.down,
    priceLineVisible: false,
    lastValueVisible: data.levels === null,
  });
  candles.setData(data.bars.map(({ date, open, high, low, close }) => ({ time: date, open, high, low, close })));
  createSeriesMarkers(candles, chartMarkers(data, colours));
  if (data.levels !== null) {
    const styles = { entry: LineStyle.Solid, stop: LineStyle.Dashed, target: LineStyle.Dotted };
    const lines = { entry: colours.text, stop: colours.down, target: colours.up };
    for (const level of ['entry', 'stop', 'target'] as const) {
      candles.createPriceLine({
        price: data.levels[level],
        title: level,
        color: lines[level],
        lineStyle: styles[level],
      });
    }
  }
  return chart;
}

function drawVolume(chart: IChartApi, { bars }: RunChart, colours: ChartColours): void {
  const traded = bars.flatMap(({ date, volume }) => (volume === null ? [] : [{ time: date, value: volume }]));
  if (traded.length === 0) return;
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    color: colours.grid,
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.85, bottom: 0 } });
  volumes.setData(traded);
}

function coloursNow(): ChartColours {
  return { up: colourOf('up'), down: colourOf('down'), text: colourOf('text'), grid: colourOf('line') };
}
