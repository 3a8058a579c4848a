import type { Action } from '@trademaster/contracts';

const SHAPE = { BUY: '▲', SELL: '▼', HOLD: '■' } as const;

/** BUY, SELL or HOLD: told apart by word, shape and colour. */
export function ActionMark({ action, large = false }: { action: Action | null; large?: boolean }) {
  if (action === null) return <span className="muted">no signal</span>;
  return (
    <span className={`action ${action.toLowerCase()}${large ? ' large' : ''}`}>
      <span aria-hidden="true">{SHAPE[action]}</span> {action}
    </span>
  );
}
