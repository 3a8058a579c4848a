import { OpenAiModelClient } from '@trademaster/agentchat';
import {
  type EventData,
  type EventType,
  type Mode,
  type PipelineEvent,
  type PinnedModel,
  reviewTeam,
  type RunContext,
} from '@trademaster/contracts';
import { type EngineRunner, InferenceService, modelCrew, ReviewService, TrainingService } from '@trademaster/decision';
import { type Bar, encodeBars } from '@trademaster/engine';
import {
  exampleEvent,
  exampleEventData,
  exampleRunContext,
  EXAMPLE_RUN_ID,
  InMemoryArtifactStore,
  InMemoryReplyJournal,
  quickConfig,
  reviewScript,
  ScriptedModelServer,
  snapshotOf,
  walkingBars,
} from '@trademaster/testkit';

export interface ComputedStory {
  store: InMemoryArtifactStore;
  journal: InMemoryReplyJournal;
  events: PipelineEvent[];
}

const NEVER = new AbortController().signal;
const TEAM = reviewTeam();

/** A run of SIMA in which every stage has really done its work, reviewed by a (scripted) language model. */
export async function computeStory(
  mode: Mode,
  engine: EngineRunner,
  { config = quickConfig(), bars = walkingBars(260) } = {},
): Promise<ComputedStory> {
  const store = new InMemoryArtifactStore();
  const journal = new InMemoryReplyJournal();
  const requested = exampleEventData('symbol.requested', { mode, config });
  const run = await resolved(requested, bars, store, engine);
  const training = mode === 'inference' ? undefined : await train(run, store, engine);
  const events: PipelineEvent[] = [
    exampleEvent('request.resolved', { data: exampleEventData('request.resolved', { mode }) }),
    exampleEvent('symbol.requested', { data: requested }),
    said('symbol.resolved', { run }),
    ...(training ? [said('model.trained', { run, training })] : []),
  ];
  if (mode === 'train_backtest') return { store, journal, events };
  const inferred = plain(await new InferenceService(store).infer(run, training));
  const cause = exampleEvent(mode === 'inference' ? 'symbol.resolved' : 'model.trained').id;
  events.push({ ...said('signal.inferred', inferred), causationid: cause });
  const server = await ScriptedModelServer.start(reviewScript);
  const client = new OpenAiModelClient({ model: 'scripted', apiKey: 'none', baseUrl: server.url, timeoutMs: 5_000 });
  const service = new ReviewService(TEAM, modelCrew(TEAM.team, client, journal), store);
  events.push(said('signal.reviewed', plain(await service.review(inferred, 0, NEVER))));
  await server.stop();
  return { store, journal, events };
}

async function resolved(
  requested: EventData['symbol.requested'],
  bars: readonly Bar[],
  store: InMemoryArtifactStore,
  engine: EngineRunner,
): Promise<RunContext> {
  const artifact = await store.put({ experimentId: '7', runId: EXAMPLE_RUN_ID }, 'bars.json', encodeBars(bars));
  const { champion: _, ...context } = exampleRunContext();
  const pins = { ...context.pins, team_sha256: TEAM.sha256 };
  const run: RunContext = { ...context, ...requested, bars: snapshotOf(bars, artifact), pins };
  if (requested.mode !== 'inference') return run;
  const earlier = { ...run, run_id: 'fedcba9876543210fedcba9876543210' };
  const { model } = await train(earlier, store, engine);
  const pinned: PinnedModel = { requested_uri: 'models:/trademaster-SIMA@champion', run_id: earlier.run_id, ...model };
  return { ...run, model: pinned };
}

async function train(run: RunContext, store: InMemoryArtifactStore, engine: EngineRunner) {
  return plain(await new TrainingService(store, engine).train(run, { signal: NEVER }));
}

function said<K extends EventType>(type: K, data: EventData[K]): PipelineEvent<EventData[K]> {
  return exampleEvent(type, { data });
}

/** As it travels. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
