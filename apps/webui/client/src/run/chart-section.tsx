import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { RunChart } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { Loaded, Loading } from '../elements/loaded';
import { Section } from '../elements/section';
import { price, wholePercent } from '../format/numbers';
import { counted } from '../format/words';
import { Link } from '../navigation/link';

const CandleChart = lazy(() => import('./candle-chart'));

interface ChartSectionProps {
  runId: string;
  symbol: string;
  /** Why there is none, where there is none. */
  missing: string | undefined;
}

export function ChartSection({ runId, symbol, missing }: ChartSectionProps) {
  const chart = useQuery({ ...queries.chart(runId), enabled: missing === undefined });
  return (
    <Section id="chart" title="Chart">
      <Loaded query={chart} what="the chart" missing={missing}>
        {(data) => <Chart data={data} symbol={symbol} />}
      </Loaded>
    </Section>
  );
}

function Chart({ data, symbol }: { data: RunChart; symbol: string }) {
  return (
    <>
      <ChartKey data={data} />
      <Suspense fallback={<Loading what="the chart" />}>
        <CandleChart data={data} description={descriptionOf(data, symbol)} />
      </Suspense>
      <p className="muted attribution">
        Sessions are days in {data.timezone}. <Link to="https://www.tradingview.com/">Charts by TradingView</Link>{' '}
        (Lightweight Charts™, © 2025 TradingView, Inc.)
      </p>
      <TradesTable data={data} />
    </>
  );
}

/** What is drawn, in words. */
function descriptionOf({ bars, trades, signal, levels }: RunChart, symbol: string): string {
  const span = `${counted(bars.length, 'daily bar')} from ${bars[0]?.date} to ${bars.at(-1)?.date}`;
  const said = signal === null ? '' : `; ${signal.action} on ${signal.date}`;
  const plan =
    levels === null ? '' : `; entry ${price(levels.entry)}, stop ${price(levels.stop)}, target ${price(levels.target)}`;
  return `Candle chart of ${symbol}: ${span}, ${counted(trades.length, 'trade')}${said}${plan}`;
}

function ChartKey({ data: { levels, signal } }: { data: RunChart }) {
  return (
    <ul className="chart-key">
      <li className="action buy">
        <span aria-hidden="true">▲</span> bought
      </li>
      <li className="action sell">
        <span aria-hidden="true">▼</span> sold
      </li>
      {signal !== null && (
        <li>
          <span aria-hidden="true">●</span> signal {signal.action} on {signal.date}
        </li>
      )}
      {levels === null ? (
        <li className="muted">no levels: they belong to signals that open or add</li>
      ) : (
        <>
          <li className="level entry">entry {price(levels.entry)}</li>
          <li className="level stop">stop {price(levels.stop)}</li>
          <li className="level target">target {price(levels.target)}</li>
        </>
      )}
    </ul>
  );
}

function TradesTable({ data: { trades } }: { data: RunChart }) {
  if (trades.length === 0) return <p className="muted">No trades were backtested on these bars.</p>;
  return (
    <details>
      <summary>Trades as a table</summary>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="Trades, scrolls">
        <table>
          <caption>Trades</caption>
          <thead>
            <tr>
              <th scope="col">Session</th>
              <th scope="col">Side</th>
              <th scope="col" className="number">
                Price
              </th>
              <th scope="col" className="number">
                Position after it
              </th>
            </tr>
          </thead>
          <tbody>
            {trades.map((trade, index) => (
              <tr key={index}>
                <th scope="row">{trade.date}</th>
                <td>{trade.side}</td>
                <td className="number">{price(trade.price)}</td>
                <td className="number">{wholePercent(trade.position)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
