import type { Stamp } from '@trademaster/agentchat';
import {
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
import { converse } from './converse';
import { decide } from './decision/decide';
import { readAnswer } from './decision/read-answer';
import { tradingSignal } from './decision/trading-signal';
import { reviewFacts } from './facts/review-facts';
import { reviewTask } from './facts/review-task';
import type { CrewFactory } from './team/crew';

/** Turns an inferred signal into a reviewed one. */
export class ReviewService {
  constructor(
    private readonly team: LoadedReviewTeam,
    private readonly crewOf: CrewFactory,
    private readonly artifacts: Pick<ArtifactStore, 'put'>,
    private readonly callTimeoutMs = 0,
  ) {}

  /** How long a review may be silent, because a language model is: every turn and the repair, milliseconds. */
  longestMs({ config }: RunContext): number {
    return (config.review.max_rounds + 1) * this.callTimeoutMs;
  }

  /**
   * The same event gives the same result, bytes included, as long as the agents say the same.
   * Errors: `review_invalid`, `review_refused`, `review_unavailable`, `ledger_unavailable`, those of the artifact store.
   */
  async review(data: SignalInferred, attempt: number, signal: AbortSignal): Promise<SignalReviewed> {
    const { run, training, inference } = data;
    this.checkTeam(run);
    const facts = reviewFacts(data);
    const task = reviewTask(facts);
    const stamp = stampOf(run, attempt);
    const crew = this.crewOf({ runId: run.run_id, attempt, facts, stamp });
    const { decision, conversation, decidedAt } = await converse(
      crew,
      { task, maxRounds: run.config.review.max_rounds, stamp, signal },
      (text, speakers) => decide({ answer: readAnswer(text), run, inference, speakers }),
    );
    const { provenance, modelUsed } = crew;
    const teamSha256 = this.team.sha256;
    const final = tradingSignal({ data, decision, conversation, decidedAt, provenance, modelUsed, teamSha256 });
    return {
      run,
      ...(training === undefined ? {} : { training }),
      inference,
      signal: final,
      decision_sha256: decisionSha256(final),
      transcript: await this.put(run, 'transcript.json', JSON.stringify(conversation, null, 1), 'application/json'),
      prompt: await this.put(run, 'prompt.txt', task, 'text/plain'),
      team: await this.put(run, 'team.json', canonicalJson(this.team.team), 'application/json'),
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
    const { experiment_id: experimentId, run_id: runId } = run;
    return this.artifacts.put({ experimentId, runId }, name, text, contentType);
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
