import { OpenAiModelClient, type TaskResult, type TranscriptItem } from '@trademaster/agentchat';
import type { LoadedReviewTeam, ReplyJournal, SignalInferred, SignalReviewed } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import {
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  type RecordedCall,
  ScriptedModelServer,
  type ScriptedReply,
  type ScriptedStep,
} from '@trademaster/testkit';
import type { ClaimLedger } from '../src/review/claims/claim-ledger';
import { ReviewService } from '../src/review/review.service';
import { modelCrew, type ModelCrewOptions } from '../src/review/team/model-crew';
import { proposal, TEAM } from './proposals';

type Script = Parameters<typeof ScriptedModelServer.start>[0];

export interface ModelReviewOptions extends ModelCrewOptions {
  data?: SignalInferred;
  team?: LoadedReviewTeam;
  journal?: ReplyJournal;
  apiKey?: string;
  timeoutMs?: number;
  maxRetries?: number;
}

/** How a review ended: with a signal, or as a failure with a code. Anything else thrown is the test's failure. */
export interface ModelReview {
  reviewed?: SignalReviewed;
  failure?: PipelineError;
  calls: RecordedCall[];
  transcript(): Promise<TaskResult<TranscriptItem>>;
  ledger(): Promise<ClaimLedger>;
}

/** One review of the example run by a scripted model over HTTP. Steps that were not used, or not expected, throw. */
export async function modelReview(script: Script, options: ModelReviewOptions = {}): Promise<ModelReview> {
  const { team = TEAM, journal = new InMemoryReplyJournal(), data = proposal(), apiKey = 'sk-test-key' } = options;
  const artifacts = new InMemoryArtifactStore();
  const server = await ScriptedModelServer.start(script);
  try {
    const { timeoutMs = 60_000, maxRetries = 0 } = options;
    const endpoint = new OpenAiModelClient({ model: 'scripted', apiKey, baseUrl: server.url, timeoutMs, maxRetries });
    const service = new ReviewService(team, modelCrew(team.team, endpoint, journal, options), artifacts);
    const ended = await service.review(data, 0, new AbortController().signal).catch(failureOf);
    server.verify();
    const stored = async (ref: 'transcript' | 'claims') => {
      if (ended instanceof PipelineError) throw ended;
      return JSON.parse((await artifacts.get(ended[ref])).toString('utf8')) as unknown;
    };
    return {
      ...(ended instanceof PipelineError ? { failure: ended } : { reviewed: ended }),
      calls: server.calls,
      transcript: () => stored('transcript') as Promise<TaskResult<TranscriptItem>>,
      ledger: () => stored('claims') as Promise<ClaimLedger>,
    };
  } finally {
    await server.stop();
  }
}

function failureOf(thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  throw thrown;
}

/** What the three analysts say where a test is about the Executor. */
export const ANALYSTS: ScriptedStep[] = ['The trend is up.', 'The total return was 6.3 %.', 'No objection.'];

export function says(answer: object): ScriptedReply {
  return { content: JSON.stringify(answer), usage: { prompt_tokens: 100, completion_tokens: 10 } };
}
