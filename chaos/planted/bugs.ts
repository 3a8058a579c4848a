import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import type { Claim, EventType, PipelineEvent, RunPersisted } from '@trademaster/contracts';
import { EngineWorkers } from '@trademaster/decision';
import type { Bar } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { PgStageLedger } from '@trademaster/ledger';
import { EventPublisher, KafkaStageStrategy } from '@trademaster/messaging';
import { MlflowArtifactStore, MlflowClient, type RunLog } from '@trademaster/mlflow';
import type { WebuiArtifact } from '../../apps/persister/src/webui/webui-artifacts';
import { WebuiClient } from '../../apps/persister/src/webui/webui-client';
import type { EngineJob } from '../../libs/decision/src/training/engine-job';
import { StageWorker } from '../../libs/messaging/src/stage-worker';
import type { ServiceName } from '../../stack/services/service-names';
import type { Findings } from '../checker/check';
import { instead } from './instead';

/** A defect of a service's code, and what the checker is to find when the service has it. */
export interface Bug {
  service: ServiceName;
  kind: Exclude<keyof Findings, 'duplicatesAbsorbed'>;
  says: RegExp;
  /** It shows only when events are delivered twice. */
  withCopies?: true;
  /** What it reads stays uncommitted. */
  neverCommits?: true;
  plant: () => void;
}

const OTHER_DECISION = 'e'.repeat(64);

export const BUGS: Record<string, Bug> = {
  'a commit is skipped': {
    ...{ service: 'trainer', kind: 'lost', says: /^trademaster-trainer never committed/, neverCommits: true },
    plant: () => instead(KafkaStageStrategy, 'commit', () => () => Promise.resolve()),
  },
  'an offset is committed before the work, and the process dies': {
    ...{ service: 'trainer', kind: 'lost', says: /no model\.trained/ },
    plant: () =>
      instead(
        KafkaStageStrategy,
        'run',
        (run) =>
          async function (job, delivery) {
            await (Reflect.get(this, 'commit') as (committed: unknown) => Promise<void>).call(this, job);
            dieOnce();
            await run.call(this, job, delivery);
          },
      ),
  },
  'the events of a known outcome are not published again': {
    ...{ service: 'trainer', kind: 'lost', says: /no model\.trained/ },
    plant: () => {
      instead(
        StageWorker,
        'settle',
        (settle) =>
          function (...given) {
            dieOnce();
            return settle.apply(this, given);
          },
      );
      instead(
        PgStageLedger,
        'claim',
        (claim) =>
          async function (...given) {
            const answer = (await claim.apply(this, given)) as Claim;
            return answer.state === 'done' ? { ...answer, outcome: { ...answer.outcome, outputs: [] } } : answer;
          },
      );
    },
  },
  'ids of events are drawn instead of derived': {
    ...{ service: 'trainer', kind: 'doubled', says: /2 different model\.trained/, withCopies: true },
    plant: () => published((event) => [{ ...event, id: randomUUID() }]),
  },
  'the id of the run is dropped from an event': {
    ...{ service: 'trainer', kind: 'lost', says: /model\.trained \S+ does not name its run/ },
    plant: () => published(({ correlationid: _, ...event }) => [event]),
  },
  'an event counts as published though Kafka never had it': {
    ...{ service: 'inferencer', kind: 'lost', says: /no signal\.inferred/ },
    plant: () => published((event) => (event.type === 'signal.inferred' ? [] : [event])),
  },
  'a lost connection is taken for a refusal': {
    ...{ service: 'trainer', kind: 'lost', says: /run\.failed/ },
    plant: () =>
      instead(
        MlflowArtifactStore,
        'put',
        () => () => Promise.reject(new PipelineError('mlflow_rejected', 'the connection was lost')),
      ),
  },
  'a good message is put on the topic of dead letters': {
    ...{ service: 'reviewer', kind: 'lost', says: /a message is on reviewer-dlt/ },
    plant: () =>
      instead(
        StageWorker,
        'settle',
        (settle) =>
          async function (message, ...given) {
            const { deadLetter } = Reflect.get(this, 'ports') as {
              deadLetter: (...letter: unknown[]) => Promise<void>;
            };
            await deadLetter(message, {
              failure: { stage: 'reviewer', code: 'internal', message: 'none', retryable: false },
            });
            await settle.call(this, message, ...given);
          },
      ),
  },
  'the POST that creates an MLflow run is sent twice': {
    ...{ service: 'symbol-resolver', kind: 'doubled', says: /2 runs in MLflow/ },
    plant: () =>
      instead(
        MlflowClient,
        'createRun',
        (createRun) =>
          async function (run) {
            await createRun.call(this, run);
            return createRun.call(this, run);
          },
      ),
  },
  'the MLflow run is never ended': {
    ...{ service: 'persister', kind: 'lost', says: /MLflow has its run as RUNNING/ },
    plant: () => instead(MlflowClient, 'updateRun', () => () => Promise.resolve()),
  },
  'the tag of another run is written to MLflow': {
    ...{ service: 'persister', kind: 'differing', says: /MLflow has decision e{12}/ },
    plant: () =>
      instead(
        MlflowClient,
        'logBatch',
        (logBatch) =>
          function (runId, log) {
            const { tags = {} } = log as RunLog;
            const wrong = 'decision_sha256' in tags ? { ...tags, decision_sha256: OTHER_DECISION } : tags;
            return logBatch.call(this, runId, { ...(log as RunLog), tags: wrong });
          },
      ),
  },
  'a POST to the WebUI is sent again, under another name': {
    ...{ service: 'persister', kind: 'doubled', says: /2 signal artifacts in the WebUI/ },
    plant: () =>
      instead(
        WebuiClient,
        'create',
        (create) =>
          async function (artifact) {
            await create.call(this, artifact);
            await create.call(this, { ...(artifact as WebuiArtifact), step_name: 'again' });
          },
      ),
  },
  'an artifact of the WebUI is noted as written before it is': {
    ...{ service: 'persister', kind: 'lost', says: /no chart artifacts in the WebUI/ },
    plant: () => {
      instead(WebuiClient, 'create', () => () => Promise.resolve());
      instead(WebuiClient, 'find', () => () => Promise.resolve([1]));
    },
  },
  'the WebUI is given a decision that was superseded': {
    ...{ service: 'persister', kind: 'differing', says: /the WebUI has decision e{12}/ },
    plant: () =>
      instead(
        WebuiClient,
        'create',
        (create) =>
          function (artifact) {
            const { metadata, ...rest } = artifact as WebuiArtifact;
            return create.call(this, { ...rest, metadata: { ...metadata, decision_sha256: OTHER_DECISION } });
          },
      ),
  },
  'the end of a request is not said': {
    ...{ service: 'persister', kind: 'lost', says: /no request\.completed/ },
    plant: () => published((event) => (event.type === 'request.completed' ? [] : [event])),
  },
  'the end of a run says another decision than its review': {
    ...{ service: 'persister', kind: 'differing', says: /run\.persisted has decision e{12}/ },
    plant: () => published((event) => [event.type === 'run.persisted' ? withOtherDecision(event) : event]),
  },
  'a training draws from the clock': {
    ...{ service: 'trainer', kind: 'differing', says: /signal\.reviewed has decision/ },
    plant: () =>
      instead(
        EngineWorkers,
        'run',
        (run) =>
          function (job, hooks) {
            const { kind, bars } = job as EngineJob;
            const drawn = bars.map((bar, index) => scaled(bar, 1 + ((Date.now() + index) % 7) / 100));
            return run.call(this, kind === 'train' ? { ...(job as EngineJob), bars: drawn } : job, hooks);
          },
      ),
  },
};

/** Other events in the place of those that the service publishes. */
function published(change: (event: PipelineEvent) => PipelineEvent[]): void {
  instead(
    EventPublisher,
    'publish',
    (publish) =>
      function (...events) {
        const changed = (events as PipelineEvent[]).flatMap((event) => (isTold(event.type) ? [event] : change(event)));
        return changed.length === 0 ? Promise.resolve() : publish.apply(this, changed);
      },
  );
}

function isTold(type: EventType): boolean {
  return type === 'training.progressed';
}

function withOtherDecision(event: PipelineEvent): PipelineEvent {
  const data = event.data as RunPersisted;
  return { ...event, data: { ...data, run: { ...data.run, decision_sha256: OTHER_DECISION } } };
}

function scaled({ open, high, low, close, ...bar }: Bar, by: number): Bar {
  return { ...bar, open: open * by, high: high * by, low: low * by, close: close * by };
}

/** kill -9, the first time that any process of this service comes here. */
function dieOnce(): void {
  const marker = process.env.PLANTED_MARKER ?? '';
  if (existsSync(marker)) return;
  writeFileSync(marker, '');
  process.kill(process.pid, 'SIGKILL');
}
