import { type ArtifactRef, artifactOfFact, type ExplainedClaim, type TradingSignal } from '@trademaster/contracts';

export interface Explained {
  run_id: string;
  signal: TradingSignal;
  decision_sha256: string;
  claims: ExplainedClaim[];
  /** By name: `bars`, `model`, `policy`, `facts`, `team`, `prompt`, `transcript`, `claims`. */
  artifacts: Record<string, ArtifactRef>;
}

export interface Explanation {
  run_id: string;
  decision: Pick<TradingSignal, 'action' | 'intent' | 'current_position' | 'target_position' | 'confidence_score'> & {
    sha256: string;
  };
  policy: { action: string; target_position: number; confidence: number };
  /** Who changed the policy's proposal, in which message and why; absent when it was confirmed. */
  changed_by?: TradingSignal['changed_by'];
  provenance: string;
  grounded_share?: number;
  claims: (ExplainedClaim & { artifact?: string })[];
  artifacts: Record<string, ArtifactRef>;
}

/** Decision → who → claim → fact → artifact. Claims of the decision itself come first. */
export function explanationOf({ run_id, signal, decision_sha256, claims, artifacts }: Explained): Explanation {
  const { action, intent, current_position, target_position, confidence_score } = signal;
  const decidedAt = Math.max(...claims.map(({ message }) => message), 0);
  const ranked = claims.toSorted((a, b) => rank(a, decidedAt, signal) - rank(b, decidedAt, signal));
  return {
    run_id,
    decision: { action, intent, current_position, target_position, confidence_score, sha256: decision_sha256 },
    policy: {
      action: signal.policy_action,
      target_position: signal.policy_target_position,
      confidence: signal.policy_confidence,
    },
    ...(signal.changed_by === undefined ? {} : { changed_by: signal.changed_by }),
    provenance: signal.provenance,
    ...(signal.grounded_share === undefined ? {} : { grounded_share: signal.grounded_share }),
    claims: ranked.map((claim) => {
      const artifact = artifactOfFact(claim.path);
      return artifact === undefined ? claim : { ...claim, artifact };
    }),
    artifacts,
  };
}

/** The decision's own claims, then those of who changed it, then what was not borne out, then the rest as it was said. */
function rank({ message, status }: ExplainedClaim, decidedAt: number, { changed_by }: TradingSignal): number {
  if (message === decidedAt) return 0;
  if (message === changed_by?.message) return 1;
  return status === 'supported' ? 3 : 2;
}
