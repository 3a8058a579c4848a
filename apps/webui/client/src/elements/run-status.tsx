import type { RunRow } from '../../../src/page/contract';

const SHAPE = { RUNNING: '◔', FINISHED: '✓', FAILED: '✕' } as const;
const WORD = { RUNNING: 'Running', FINISHED: 'Finished', FAILED: 'Failed' } as const;

export function RunStatus({ row }: { row: Pick<RunRow, 'status' | 'stage'> }) {
  return (
    <span className={`status ${row.status.toLowerCase()}`}>
      <span aria-hidden="true">{SHAPE[row.status]}</span> {WORD[row.status]}
      {row.status !== 'FINISHED' && row.stage !== null && <span className="muted"> at {row.stage}</span>}
    </span>
  );
}
