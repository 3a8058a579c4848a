import { useQueries, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { RunFilter } from '../api/page-api';
import { queries, RUNS_PER_PAGE } from '../api/queries';
import { Empty, Loaded } from '../elements/loaded';
import { counted } from '../format/words';
import { pagesOf } from './page-window';
import { RunLine } from './run-line';

/** Pixels; every line has it, so that ten thousand of them need not be measured. Same as in runs.css. */
const LINE_HEIGHT = 44;

export function RunList({ filter }: { filter: RunFilter }) {
  const first = useQuery(queries.runs(filter, 0));
  return (
    <Loaded query={first} what="the runs">
      {({ total }) =>
        total === 0 ? (
          <Empty>
            {filter.symbol === '' && filter.status === '' ? 'No run yet.' : 'No run is like that: change the filter.'}
          </Empty>
        ) : (
          <VirtualRuns filter={filter} total={total} />
        )
      }
    </Loaded>
  );
}

/** Only the lines in view are in the page, and only their pages are asked for. Empty lines keep the others' room. */
function VirtualRuns({ filter, total }: { filter: RunFilter; total: number }) {
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items.at(-1)?.index ?? 0;
  const pages = pagesOf(from, to, RUNS_PER_PAGE);
  const answers = useQueries({ queries: pages.map((page) => queries.runs(filter, page)) });
  const rowAt = (index: number) =>
    answers[pages.indexOf(Math.floor(index / RUNS_PER_PAGE))]?.data?.runs[index % RUNS_PER_PAGE];
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <p className="muted">{counted(total, 'run')}, newest first.</p>
      <div ref={box} className="run-list panel" role="region" aria-label="List of runs" tabIndex={0}>
        <table aria-rowcount={total + 1}>
          <caption className="hidden">All runs</caption>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Symbol</th>
              <th scope="col">Status</th>
              <th scope="col">Decision</th>
              <th scope="col" className="number">
                Confidence
              </th>
              <th scope="col" className="wide">
                Started
              </th>
              <th scope="col" className="wide">
                Mode
              </th>
              <th scope="col" className="wide">
                Provenance
              </th>
            </tr>
          </thead>
          <tbody>
            <Room height={items[0]?.start ?? 0} />
            {items.map(({ index }) => (
              <RunLine key={index} rowIndex={index + 2} row={rowAt(index)} />
            ))}
            <Room height={below} />
          </tbody>
        </table>
      </div>
    </>
  );
}

function Room({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="room" style={{ height }}>
      <td colSpan={7} />
    </tr>
  );
}
