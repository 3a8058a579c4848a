import type { StageView } from '../../../src/page/contract';
import { duration } from '../format/instants';
import { wholePercent } from '../format/numbers';

const SHAPE = { not_needed: '–', waiting: '○', running: '◔', done: '✓', failed: '✕' } as const;
const WORD = {
  not_needed: 'not needed',
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
} as const;

/** The five stages in the order in which data passes them: told apart by word, shape and colour. */
export function StageTimeline({ stages }: { stages: StageView[] }) {
  return (
    <ol className="stages">
      {stages.map((view) => (
        <li key={view.stage} data-stage={view.stage} data-state={view.state}>
          <span className="shape" aria-hidden="true">
            {SHAPE[view.state]}
          </span>
          <span className="name">{view.stage}</span>
          <span className="state">
            {WORD[view.state]}
            <Took view={view} />
          </span>
          {view.state === 'running' && view.share_done !== null && (
            <progress max={1} value={view.share_done} aria-label={`${view.stage} progress`} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Took({ view: { state, started_at: from, ended_at: to, share_done: share } }: { view: StageView }) {
  if (state === 'running') return share === null ? null : <>, {wholePercent(share)}</>;
  if (from === null || to === null) return null;
  return <> in {duration(from, to)}</>;
}
