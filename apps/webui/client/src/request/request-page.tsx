import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RequestView } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { Failed } from '../elements/failed';
import { ForeignText } from '../elements/foreign-text';
import { Loaded } from '../elements/loaded';
import { RunStatus } from '../elements/run-status';
import { words } from '../format/words';
import { Link } from '../navigation/link';
import { navigate } from '../navigation/navigate';
import { runPath } from '../navigation/route';

/** Until the first event of a request has arrived there is nothing that would say so. */
const ASK_AGAIN_MS = 1_000;
/** Longer than any stage takes to hear of a request. */
const PATIENCE_MS = 20_000;

/** What became of a request; one with a single run leads on to it. */
export function RequestPage({ requestId }: { requestId: string }) {
  const [since] = useState(() => Date.now());
  const request = useQuery({
    ...queries.request(requestId),
    refetchInterval: ({ state }) => (isWaiting(state.data) ? ASK_AGAIN_MS : false),
  });
  const runs = request.data?.runs ?? [];
  const only = runs.length === 1 ? runs[0]?.run_id : undefined;
  useEffect(() => {
    if (only !== undefined) navigate(runPath(only), { replace: true });
  }, [only]);
  const unheard = request.dataUpdatedAt - since > PATIENCE_MS ? UNHEARD : 'Waiting for the first stage …';
  return (
    <>
      <h1>Request</h1>
      <Loaded query={request} what="the request" missing={request.data === null ? unheard : undefined}>
        {(view) => <RequestPanel view={view} />}
      </Loaded>
    </>
  );
}

const UNHEARD =
  'Nobody has heard of this request yet. Is symbol-resolver ready? The overview says how the services are.';

function isWaiting(view: RequestView | null | undefined): boolean {
  return view === null || (view?.runs.length === 0 && ['requested', 'running'].includes(view.status));
}

function RequestPanel({ view: { status, message, failure, runs } }: { view: RequestView }) {
  return (
    <section className="panel" aria-label="What became of it">
      <p role="status">
        {runs.length === 0 && failure === null && message === null ? 'Waiting for the first stage …' : words(status)}
      </p>
      {message !== null && (
        <p>
          <ForeignText text={message} />
        </p>
      )}
      {failure !== null && <Failed failure={failure} fix={null} />}
      {runs.length > 1 && (
        <ul className="run-links">
          {runs.map((row) => (
            <li key={row.run_id}>
              <Link to={runPath(row.run_id)}>{row.symbol}</Link> <RunStatus row={row} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
