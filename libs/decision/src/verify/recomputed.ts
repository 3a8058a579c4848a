import type { ModelClient } from '@trademaster/agentchat';
import {
  canonicalJson,
  type JournalEntry,
  type LoadedReviewTeam,
  parse,
  type ReplyJournal,
  ReviewTeam,
  sha256Hex,
  type SignalInferred,
  type SignalReviewed,
  type TrainingResult,
} from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { InferenceService } from '../inference/inference.service';
import { ReviewService } from '../review/review.service';
import { modelCrew } from '../review/team/model-crew';
import { ruleCrew } from '../review/team/rule-crew';
import type { EngineRunner } from '../training/engine-workers';
import { TrainingService } from '../training/training.service';
import type { Evidence } from './evidence';

const NEVER = new AbortController().signal;

/** The stages' work done again, each from the stored events and bytes of the one before; each at most once. */
export class Recomputed {
  private trained?: Promise<TrainingResult>;
  private reviewed?: Promise<SignalReviewed>;

  constructor(
    private readonly evidence: Evidence,
    private readonly engine: EngineRunner,
  ) {}

  /** Errors: those of TrainingService. */
  training(): Promise<TrainingResult> {
    return (this.trained ??= this.trainAgain());
  }

  /** Errors: those of InferenceService. */
  async inference(): Promise<SignalInferred> {
    const { evidence } = this;
    const isTrained = evidence.manifest.mode === 'both';
    const training = isTrained ? (await evidence.event('model.trained')).data.training : undefined;
    return new InferenceService(evidence).infer(await evidence.context(), training);
  }

  /** No model is asked: a call that the journal does not have is `review_unavailable`. Errors: those of ReviewService. */
  review(): Promise<SignalReviewed> {
    return (this.reviewed ??= this.reviewAgain());
  }

  private async trainAgain(): Promise<TrainingResult> {
    const run = await this.evidence.context();
    return new TrainingService(this.evidence, this.engine).train(run, { signal: NEVER });
  }

  private async reviewAgain(): Promise<SignalReviewed> {
    const { evidence } = this;
    const { attempt, reviewed_by: model = '' } = evidence.manifest;
    const loaded = await this.team();
    // what the review came to is the next stage's to check: here it only says what a token cost
    const prices = (await evidence.eventIfIntact('signal.reviewed'))?.data.signal.usage.prices;
    const crewOf = evidence.lists('journal.json')
      ? modelCrew(loaded.team, silent(model), recorded(await this.journal()), prices && { prices })
      : ruleCrew(loaded.team);
    const { data } = await evidence.event('signal.inferred');
    return new ReviewService(loaded, crewOf, evidence).review(data, attempt, NEVER);
  }

  private async team(): Promise<LoadedReviewTeam> {
    const plain = JSON.parse((await this.evidence.get(this.evidence.refOf('team.json'))).toString('utf8')) as unknown;
    return { team: parse(ReviewTeam, plain), sha256: sha256Hex(canonicalJson(plain)) };
  }

  private async journal(): Promise<JournalEntry[]> {
    const bytes = await this.evidence.get(this.evidence.refOf('journal.json'));
    return JSON.parse(bytes.toString('utf8')) as JournalEntry[];
  }
}

/** The model that was asked then, and is not asked now. */
function silent(model: string): ModelClient {
  return {
    model,
    create: () =>
      Promise.reject(
        new PipelineError('review_unavailable', 'the journal has no reply to what the team asks now', {
          retryable: false,
        }),
      ),
  };
}

function recorded(entries: readonly JournalEntry[]): ReplyJournal {
  const replyTo = (call: number, request: string) =>
    entries.find((entry) => entry.call === call && entry.request_sha256 === request)?.reply;
  return {
    get: (_run, call, request) => Promise.resolve(replyTo(call, request)),
    put: (_run, _call, _request, reply) => Promise.resolve(reply),
    entries: () => Promise.resolve([...entries]),
  };
}
