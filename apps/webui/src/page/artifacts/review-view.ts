import { artifactOfFact, type ExplainedClaim, type TradingSignal } from '@trademaster/contracts';
import type { MarkedClaim, RunReview } from '../contract';
import type { Claims, Transcript } from './artifact-shapes';

/** Who said what, with each number that was stated and the fact that it was held against. */
export function reviewView({ messages, stop_reason }: Transcript, ledger: Claims, signal: TradingSignal): RunReview {
  return {
    messages: messages.map(({ source, type, content }, index) => ({
      index,
      source,
      type,
      content: typeof content === 'string' ? content : JSON.stringify(content),
      claims: ledger.claims.filter(({ message }) => message === index).map(markedClaim),
    })),
    stop_reason,
    provenance: signal.provenance,
    grounded_share: ledger.grounded_share,
  };
}

function markedClaim({ text, start, status, field, path, fact }: ExplainedClaim): MarkedClaim {
  return {
    text,
    start,
    status,
    field: field ?? null,
    path: path ?? null,
    fact: fact ?? null,
    artifact: artifactOfFact(path) ?? null,
  };
}
