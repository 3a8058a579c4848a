import type { BacktestResult, Interval } from '@trademaster/contracts';
import { plain, signedPercent } from '../format/numbers';
import { metricValue } from '../format/metric';
import { words } from '../format/words';
import { Link } from '../navigation/link';
import { metricColumns } from './metric-columns';

interface MetricsTableProps {
  result: BacktestResult;
  /** Where MLflow has them. */
  metricUrl: string;
}

const SHOWN_AT_FIRST = 6;

/** Every measured number beside the same number of the baselines; each leads to MLflow. */
export function MetricsTable({ result, metricUrl }: MetricsTableProps) {
  const { columns, rows } = metricColumns(result);
  const table = (caption: string, shown: typeof rows) => (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={`${caption}, scrolls sideways`}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {columns.map((name) => (
              <th key={name} scope="col" className="number">
                {words(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{words(name)}</th>
              {cells.map((cell, index) => (
                <td key={columns[index]} className="number">
                  {cell === null && <span className="muted">–</span>}
                  {cell?.meaningless === true && <span className="muted reason">none: {cell.text}</span>}
                  {cell?.meaningless === false && (
                    <Link to={metricUrl} title={metricKey(columns[index], name)} className="sourced">
                      {cell.text}
                    </Link>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <>
      {table('Policy against the baselines', rows.slice(0, SHOWN_AT_FIRST))}
      <details>
        <summary>All {rows.length} metrics, intervals and seeds</summary>
        {table('All metrics', rows)}
        <Doubts result={result} metricUrl={metricUrl} />
      </details>
    </>
  );
}

/** As MLflow names it: the policy's own are plain, a baseline's have its name in front. */
function metricKey(column: string | undefined, name: string): string {
  return column === 'policy' ? name : `${column}.${name}`;
}

function Doubts({ result, metricUrl }: MetricsTableProps) {
  const intervals: [string, Interval | undefined, (value: number) => string][] = [
    ['total return minus buy and hold’s', result.excess_return_interval, signedPercent],
    ['total return', result.total_return_interval, signedPercent],
    ['Sharpe ratio', result.sharpe_interval, plain],
    ['Sharpe ratio minus buy and hold’s', result.excess_sharpe_interval, plain],
  ];
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Intervals and seeds, scrolls sideways">
      <table>
        <caption>Intervals (95 %) and spread of the seeds</caption>
        <tbody>
          {intervals.map(([name, interval, format]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                {interval === undefined ? (
                  <span className="muted">too few returns</span>
                ) : (
                  <Link to={metricUrl} title={name} className="sourced">
                    {format(interval.low)} to {format(interval.high)}
                  </Link>
                )}
              </td>
            </tr>
          ))}
          {Object.entries(result.seeds_spread).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">seeds: {words(name)}</th>
              <td>
                {value === null ? (
                  <span className="muted">none</span>
                ) : (
                  <Link to={metricUrl} title={`seeds.${name}`} className="sourced">
                    {metricValue(name, value)}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
