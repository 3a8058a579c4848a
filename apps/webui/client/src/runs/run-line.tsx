import { memo } from 'react';
import type { RunRow } from '../../../src/page/contract';
import { ActionMark } from '../elements/action';
import { badgesOf } from '../elements/badges';
import { Instant } from '../elements/instant';
import { RunStatus } from '../elements/run-status';
import { words } from '../format/words';
import { Link } from '../navigation/link';
import { runPath } from '../navigation/route';

interface RunLineProps {
  row: RunRow | undefined;
  rowIndex: number;
}

/** One run; while its page is on its way, a line that says so. Drawn anew only when it changes: lists scroll. */
export const RunLine = memo(function RunLine({ row, rowIndex }: RunLineProps) {
  if (row === undefined) {
    return (
      <tr aria-rowindex={rowIndex}>
        <td colSpan={7} className="muted">
          loading …
        </td>
      </tr>
    );
  }
  return (
    <tr aria-rowindex={rowIndex}>
      <th scope="row">
        <Link to={runPath(row.run_id)}>{row.symbol}</Link>
      </th>
      <td>
        <RunStatus row={row} />
      </td>
      <td>{row.action === null ? <span className="muted">–</span> : <ActionMark action={row.action} />}</td>
      <td className="number">{row.confidence_score ?? '–'}</td>
      <td className="wide">
        <Instant at={row.started_at} />
      </td>
      <td className="wide">{words(row.mode ?? '–')}</td>
      <td className="wide muted">{badgesOf(row).join(' · ')}</td>
    </tr>
  );
});
