import { Injectable } from '@nestjs/common';
import { decodeBars } from '@trademaster/engine';
import { notFound, Refusal } from '../../http/refusal';
import type {
  RunBacktest,
  RunChart,
  RunDetail,
  RunPage,
  RunReview,
  RunRow,
  StoredEvent,
  TrainingPoint,
} from '../contract';
import { ArtifactReader } from '../artifacts/artifact-reader';
import type { BacktestDetail, Claims, CurvePoint, Transcript } from '../artifacts/artifact-shapes';
import { backtestView } from '../artifacts/backtest-view';
import { chartView } from '../artifacts/chart-view';
import { reviewView } from '../artifacts/review-view';
import { keptPoints, livePoints } from '../artifacts/training-view';
import { EventStore } from '../events/event-store';
import { PeoplesLinks } from './peoples-links';
import { runDetail, trainingIn } from './run-detail';
import { factsOf, type RunFacts } from './run-facts';
import { contextIn, signalIn } from './run-fold';
import { type RunFilter, RunTable } from './run-table';

/** Runs, out of their events and artifacts. Throws 404 for what is not there (yet). */
@Injectable()
export class RunsService {
  constructor(
    private readonly runs: RunTable,
    private readonly events: EventStore,
    private readonly artifacts: ArtifactReader,
    private readonly links: PeoplesLinks,
  ) {}

  page(filter: RunFilter, limit: number, offset: number): Promise<RunPage> {
    return this.runs.page(filter, limit, offset);
  }

  async row(runId: string): Promise<RunRow> {
    const run = await this.runs.one(runId);
    if (run === undefined) throw notFound(`Run ${runId}`);
    return run;
  }

  async detail(runId: string): Promise<RunDetail> {
    const seq = await this.events.newestSeq(); // before the rest is read: what comes in between is not missed
    const run = await this.row(runId);
    return { ...runDetail(run, await this.events.ofRun(runId), this.links), seq };
  }

  async eventsOf(runId: string): Promise<StoredEvent[]> {
    const events = await this.events.ofRun(runId);
    if (events.length === 0) throw notFound(`Run ${runId}`);
    return events;
  }

  async chart(runId: string): Promise<RunChart> {
    const facts = await this.facts(runId);
    const context = contextIn(facts);
    if (context === undefined) throw new Refusal(404, `Run ${runId} has no bars yet`);
    const detail = trainingIn(facts)?.backtest_detail;
    const [bars, backtest] = await Promise.all([
      this.artifacts.read('bars', context.bars.artifact, decodeBars),
      detail && this.artifacts.json<BacktestDetail>('backtest_detail', detail),
    ]);
    return chartView(bars, context, backtest, signalIn(facts));
  }

  async backtest(runId: string): Promise<RunBacktest> {
    const training = trainingIn(await this.facts(runId));
    if (training === undefined) throw new Refusal(404, `Run ${runId} has no backtest of its own`);
    const detail = await this.artifacts.json<BacktestDetail>('backtest_detail', training.backtest_detail);
    return backtestView(training.backtest, detail);
  }

  async training(runId: string): Promise<TrainingPoint[]> {
    const { attempt } = await this.row(runId);
    const events = await this.events.ofRun(runId);
    const facts = factsOf(events);
    const training = trainingIn(facts);
    if (training === undefined) return livePoints(events, attempt);
    const curve = await this.artifacts.json<CurvePoint[]>('training_curve', training.training_curve);
    return keptPoints(curve, contextIn(facts)?.config.training.epochs);
  }

  async review(runId: string): Promise<RunReview> {
    const reviewed = (await this.facts(runId))['signal.reviewed']?.data;
    if (reviewed === undefined) throw new Refusal(404, `Run ${runId} has no review`);
    const [transcript, claims] = await Promise.all([
      this.artifacts.json<Transcript>('transcript', reviewed.transcript),
      this.artifacts.json<Claims>('claims', reviewed.claims),
    ]);
    return reviewView(transcript, claims, reviewed.signal);
  }

  private async facts(runId: string): Promise<RunFacts> {
    return factsOf(await this.eventsOf(runId));
  }
}
