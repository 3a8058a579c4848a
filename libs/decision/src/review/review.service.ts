import type { Observer, Stamp } from '@trademaster/agentchat';
import {
  artifactOwner,
  type ArtifactRef,
  canonicalJson,
  decisionSha256,
  type LoadedReviewTeam,
  type RunContext,
  type SignalInferred,
  type SignalReviewed,
  uuidV5,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { ArtifactStore } from '@trademaster/mlflow';
import { claimLedger } from './claims/claim-ledger';
import { quotableFacts } from './claims/quotable-facts';
import { converse } from './converse';
import { decide, statedDecision } from './decision/decide';
import { readAnswer } from './decision/read-answer';
import { tradingSignal } from './decision/trading-signal';
import { detailedFacts, reviewFacts } from './facts/review-facts';
import { reviewTask } from './facts/review-task';
import type { CrewFactory } from './team/crew';
import { CALLS_PER_TURN } from './team/model-crew';

/** Turns an inferred signal into a reviewed one. */
export class ReviewService {
  constructor(
    private readonly team: LoadedReviewTeam,
    private readonly crewOf: CrewFactory,
    private readonly artifacts: Pick<ArtifactStore, 'put'>,
    private readonly callTimeoutMs = 0,
  ) {}

  /** How long a review may be silent, because a language model is: every turn with its tools, and the repair, milliseconds. */
  longestMs({ config }: RunContext): number {
    return (config.review.max_rounds + 1) * CALLS_PER_TURN * this.callTimeoutMs;
  }

  /**
   * The same event gives the same result, bytes included, as long as the agents say the same.
   * The observer is told what is said, as it is said. Errors: `review_*`, `ledger_unavailable`, those of the artifact store.
   */
  async review(
    data: SignalInferred,
    attempt: number,
    signal: AbortSignal,
    observer?: Observer,
  ): Promise<SignalReviewed> {
    const { run, training, inference } = data;
    this.checkTeam(run);
    const facts = detailedFacts(data);
    const { rules } = this.team.team;
    const task = reviewTask(reviewFacts(data));
    const stamp = stampOf(run, attempt);
    const crew = this.crewOf({ runId: run.run_id, attempt, facts, stamp });
    const { decision, conversation, decidedAt } = await converse(
      crew,
      { task, maxRounds: run.config.review.max_rounds, stamp, signal, ...(observer && { observer }) },
      (text, speakers) =>
        decide({ answer: readAnswer(text), run, inference, facts, rules, speakers, provenance: crew.provenance }),
    );
    const teamSha256 = this.team.sha256;
    const quotable = quotableFacts(facts, rules, statedDecision(decision));
    const ledger = claimLedger(conversation.messages, crew.decider.name, quotable);
    const final = tradingSignal({ data, decision, conversation, decidedAt, ledger, crew, teamSha256 });
    const [transcript, prompt, team, claims] = await Promise.all([
      this.put(run, 'transcript.json', JSON.stringify(conversation, null, 1), 'application/json'),
      this.put(run, 'prompt.txt', task, 'text/plain'),
      this.put(run, 'team.json', canonicalJson(this.team.team), 'application/json'),
      this.put(run, 'claims.json', canonicalJson(ledger), 'application/json'),
    ]);
    return {
      run,
      ...(training === undefined ? {} : { training }),
      inference,
      signal: final,
      decision_sha256: decisionSha256(final),
      ...{ transcript, prompt, team, claims },
    };
  }

  /** A run was resolved for one team; another one must not decide it. */
  private checkTeam({ pins }: RunContext): void {
    if (pins.team_sha256 === this.team.sha256) return;
    throw new PipelineError(
      'review_invalid',
      `the run was resolved for the review team ${pins.team_sha256.slice(0, 12)}, ` +
        `this reviewer has ${this.team.sha256.slice(0, 12)}: start both services with the same REVIEW_TEAM`,
      { field: 'run.pins.team_sha256' },
    );
  }

  private put(run: RunContext, name: string, text: string, contentType: string): Promise<ArtifactRef> {
    return this.artifacts.put(artifactOwner(run), name, text, contentType);
  }
}

/** Ids of messages follow from the run, and their time is the request's: a transcript made again is the same bytes. */
function stampOf({ run_id, generated_at }: RunContext, attempt: number): Stamp {
  let count = 0;
  return () => ({
    id: uuidV5(JSON.stringify(['message', run_id, attempt, (count += 1)])),
    created_at: generated_at,
  });
}
