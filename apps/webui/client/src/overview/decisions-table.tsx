import type { RunRow } from '../../../src/page/contract';
import { ActionMark } from '../elements/action';
import { Badges } from '../elements/badges';
import { Instant } from '../elements/instant';
import { Empty } from '../elements/loaded';
import { Link } from '../navigation/link';
import { runPath } from '../navigation/route';

export function DecisionsTable({ rows }: { rows: RunRow[] }) {
  if (rows.length === 0) return <Empty>No symbol has a decision yet.</Empty>;
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Decisions, scrolls sideways">
      <table>
        <caption className="hidden">Newest decision of each symbol</caption>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">Decision</th>
            <th scope="col" className="number">
              Confidence
            </th>
            <th scope="col">Made</th>
            <th scope="col">Provenance</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.run_id}>
              <th scope="row">
                <Link to={runPath(row.run_id)}>{row.symbol}</Link>
              </th>
              <td>
                <ActionMark action={row.action} />
              </td>
              <td className="number">
                {row.confidence_score === null ? (
                  '–'
                ) : (
                  <Link to={`${runPath(row.run_id)}#decision`} className="sourced">
                    {row.confidence_score}
                  </Link>
                )}
              </td>
              <td>
                <Instant at={row.ended_at ?? row.started_at} />
              </td>
              <td>
                <Badges of={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
