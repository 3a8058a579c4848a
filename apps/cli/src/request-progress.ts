import type {
  EventData,
  EventType,
  PipelineEvent,
  RequestCompleted,
  RunEnd,
  RunPersisted,
  TrainingProgressed,
} from '@trademaster/contracts';
import type { WaitingRetry } from '@trademaster/messaging';
import type { CardFacts } from './card/decision-card';
import { signedPercent } from './card/numbers';
import { revisionText } from './card/revision-text';
import { waitingText } from './waiting-text';

/** What a request's way through the pipeline is followed by. */
export const FOLLOWED_EVENTS = [
  'request.resolved',
  'request.failed',
  'symbol.resolved',
  'training.progressed',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
  'run.failed',
  'run.persisted',
  'request.completed',
] as const satisfies readonly EventType[];

type Facts = Omit<CardFacts, 'run' | 'mlflowUrl' | 'webuiUrl'>;

/** Follows a request, or one run that is retried: takes the events in, gives lines for people out, knows the end. */
export class RequestProgress {
  readonly facts = new Map<string, Facts>();
  completed: RequestCompleted | undefined;
  persisted: RunPersisted | undefined;
  private readonly runs = new Map<string, string>();
  private readonly seen = new Set<string>();

  /** Either by request, or by run: then the run's own end is the end. */
  constructor(private readonly followed: { requestId: string } | { runId: string; attempt?: number | undefined }) {
    if ('runId' in followed) this.runs.set(followed.runId, followed.runId.slice(0, 8));
  }

  get isOver(): boolean {
    return 'runId' in this.followed ? this.persisted !== undefined : this.completed !== undefined;
  }

  /** Undefined for other people's events, for duplicates, and for what is not worth a line. */
  take(event: PipelineEvent): string | undefined {
    if (this.seen.has(event.id + event.type) || !this.concerns(event)) return undefined;
    if (event.type !== 'training.progressed') this.seen.add(event.id + event.type);
    switch (event.type) {
      case 'request.resolved':
        return this.resolved(event.data as EventData['request.resolved']);
      case 'symbol.resolved':
        return this.bars(event.data as EventData['symbol.resolved']);
      case 'training.progressed':
        return this.training(event.data as TrainingProgressed);
      case 'model.trained':
        return this.trained(event.data as EventData['model.trained']);
      case 'signal.inferred':
        return this.inferred(event.data as EventData['signal.inferred']);
      case 'signal.reviewed':
        return this.reviewed(event.data as EventData['signal.reviewed']);
      case 'run.failed':
      case 'request.failed':
        return this.failed(event.data as EventData['run.failed'] | EventData['request.failed']);
      case 'run.persisted':
        return this.stored(event.data as RunPersisted);
      case 'request.completed':
        this.completed = event.data as RequestCompleted;
        return undefined;
      default:
        return undefined;
    }
  }

  /** A line for each retry that it now waits for, once. */
  takeWaiting(waiting: readonly WaitingRetry[]): string[] {
    return waiting.flatMap((retry) => {
      const { runId = '', requestId, stage, dueAt } = retry;
      const once = `${runId} ${stage} ${dueAt}`;
      if (this.seen.has(once) || !this.isFollowed(runId, requestId)) return [];
      this.seen.add(once);
      return [`${this.runs.has(runId) ? `${this.nameOf(runId)}  ` : ''}${waitingText(retry)}`];
    });
  }

  factsOf(run: RunEnd): Facts {
    return this.facts.get(run.run_id) ?? {};
  }

  private concerns({ key, data }: PipelineEvent): boolean {
    const { request_id: own, run } = data as { request_id?: string; run?: { request_id?: string } };
    return this.isFollowed(key, own ?? run?.request_id);
  }

  private isFollowed(key: string, requestId: string | undefined): boolean {
    if ('runId' in this.followed) return key === this.followed.runId;
    return this.runs.has(key) || requestId === this.followed.requestId;
  }

  private resolved({ runs, skipped, note, mode }: EventData['request.resolved']): string {
    for (const run of runs) this.runs.set(run.run_id, run.symbol);
    const names = runs.map((run) => run.symbol).join(', ') || 'no symbol';
    const left = skipped.map(({ symbol, reason }) => `; ${symbol} skipped: ${reason}`).join('');
    return `resolved   ${names}, mode ${mode}${left}${note === undefined ? '' : `; ${note}`}`;
  }

  private bars({ run }: EventData['symbol.resolved']): string {
    this.runs.set(run.run_id, run.symbol);
    this.remember(run.run_id, { context: run });
    const { bars, instrument } = run;
    const from = `${instrument.source}${instrument.simulated ? ' (simulated)' : ''}`;
    const revised = bars.revised_bars === undefined ? '' : `; ${revisionText(bars.revised_bars)}`;
    return `${run.symbol}  bars       ${bars.count} to ${bars.last_date} from ${from}${revised}`;
  }

  /** One line a seed: enough to see that it goes on. */
  private training({ run_id: runId, seed, epoch, epochs, share_done: share }: TrainingProgressed): string | undefined {
    const once = `${runId} ${seed} training`;
    if (this.seen.has(once)) return undefined;
    this.seen.add(once);
    return `${this.nameOf(runId)}  training   seed ${seed}, epoch ${epoch} of ${epochs}, ${Math.round(share * 100)} % of all`;
  }

  private trained({ run, training }: EventData['model.trained']): string {
    this.remember(run.run_id, { context: run, training });
    const { metrics, baselines, verdict } = training.backtest;
    const held = baselines.find((baseline) => baseline.name === 'buy_and_hold')?.metrics.total_return;
    const show = (value: number | null | undefined) => (typeof value === 'number' ? signedPercent(value) : 'none');
    return `${run.symbol}  trained    backtest ${show(metrics.total_return)}, buy and hold ${show(held)}: ${verdict.verdict}`;
  }

  private inferred({ run, training, inference }: EventData['signal.inferred']): string {
    this.remember(run.run_id, { context: run, inference, ...(training === undefined ? {} : { training }) });
    const { action, confidence } = inference.policy;
    return `${run.symbol}  inferred   ${action} at ${Math.round(confidence)}`;
  }

  private reviewed({ run, training, inference, signal }: EventData['signal.reviewed']): string {
    this.remember(run.run_id, { context: run, inference, ...(training === undefined ? {} : { training }) });
    const by = signal.changed_by === undefined ? 'confirmed' : `changed by ${signal.changed_by.agent}`;
    return `${run.symbol}  reviewed   ${signal.action} at ${Math.round(signal.confidence_score)}, ${by} (${signal.provenance})`;
  }

  private failed(data: EventData['run.failed'] | EventData['request.failed']): string {
    const { stage, code, field, message } = data.failure;
    const who = 'run_id' in data ? `${data.symbol ?? this.nameOf(data.run_id)}  ` : '';
    return `${who}failed     at ${stage}: ${code}${field === undefined ? '' : ` (${field})`}: ${message}`;
  }

  private stored(data: RunPersisted): string | undefined {
    if ('runId' in this.followed && data.run.attempt < (this.followed.attempt ?? 0)) return undefined;
    this.persisted = data;
    return `${data.run.symbol}  stored     ${data.run.status} in MLflow run ${data.run.run_id}`;
  }

  private nameOf(runId: string): string {
    return this.runs.get(runId) ?? runId.slice(0, 8);
  }

  private remember(runId: string, facts: Facts): void {
    this.facts.set(runId, { ...this.facts.get(runId), ...facts });
  }
}
