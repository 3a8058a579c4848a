import type { PipelineEvent, RequestCompleted, RunEnd } from '@trademaster/contracts';
import type { Champion, Effect, Intent, RequestRecord, RunRecord, SeriesKey, Trial } from '@trademaster/ledger';

/** The parts of libs/ledger that the persister works with, on plain maps. */
export class InMemoryLedger {
  readonly requests = new Map<string, RequestRecord>();
  readonly runs = new Map<string, RunRecord>();
  readonly trials = new Map<string, Trial>();
  readonly champions: Omit<Champion, 'promotedAt'>[] = [];
  readonly completions = new Map<string, { attempt: number; completed: RequestCompleted }>();
  private readonly facts = new Map<string, PipelineEvent>();
  private readonly intents = new Map<string, { result: unknown } | 'planned'>();
  private readonly locks = new Map<string, Promise<unknown>>();

  withLock<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.locks.get(key) ?? Promise.resolve()).then(work, work);
    this.locks.set(key, turn);
    return turn;
  }

  request(requestId: string): Promise<RequestRecord | undefined> {
    return Promise.resolve(this.requests.get(requestId));
  }

  run(runId: string): Promise<RunRecord | undefined> {
    const run = this.runs.get(runId);
    return Promise.resolve(run && { ...run });
  }

  runsOf(requestId: string): Promise<RunRecord[]> {
    return Promise.resolve(
      [...this.runs.values()].filter((run) => run.requestId === requestId).map((run) => ({ ...run })),
    );
  }

  overdueRuns(): Promise<RunRecord[]> {
    return Promise.resolve([...this.runs.values()].filter(({ status }) => status === 'RUNNING'));
  }

  endRun(end: RunEnd): Promise<RunRecord> {
    const run = this.runs.get(end.run_id) as RunRecord;
    const { attempt, status } = end;
    const counts = run.status === 'RUNNING' ? run.attempt <= attempt : run.status === 'FAILED' && run.attempt < attempt;
    if (counts) Object.assign(run, { attempt, status, end });
    return Promise.resolve({ ...run });
  }

  startAttempt(runId: string, attempt: number, deadlineAt: Date): Promise<RunRecord> {
    const run = this.runs.get(runId) as RunRecord;
    if (run.status === 'FAILED' && run.attempt < attempt)
      Object.assign(run, { status: 'RUNNING', attempt, deadlineAt });
    return Promise.resolve({ ...run });
  }

  recordFact(subjectId: string, event: PipelineEvent): Promise<PipelineEvent> {
    return Promise.resolve(firstIn(this.facts, JSON.stringify([subjectId, event.type, event.attempt]), event));
  }

  factsOf(subjectId: string): Promise<PipelineEvent[]> {
    const own = [...this.facts].filter(([key]) => (JSON.parse(key) as string[])[0] === subjectId);
    return Promise.resolve(own.map(([, event]) => event));
  }

  completeRequest(
    attempt: number,
    completed: RequestCompleted,
  ): Promise<{ completed: RequestCompleted; first: boolean }> {
    const key = `${completed.request_id}/${attempt}`;
    const first = !this.completions.has(key);
    return Promise.resolve({ completed: firstIn(this.completions, key, { attempt, completed }).completed, first });
  }

  completionOf(requestId: string): Promise<{ attempt: number; completed: RequestCompleted } | undefined> {
    const own = [...this.completions.values()].filter(({ completed }) => completed.request_id === requestId);
    return Promise.resolve(own.sort((a, b) => b.attempt - a.attempt)[0]);
  }

  planAll(effects: readonly Effect[]): Promise<Intent[]> {
    return Promise.all(effects.map(({ kind, key }) => this.plan(kind, key)));
  }

  doneAll(effects: readonly (Effect & { result: unknown })[]): Promise<unknown[]> {
    return Promise.all(effects.map(({ kind, key, result }) => this.done(kind, key, result)));
  }

  plan<Result>(kind: string, key: string): Promise<Intent<Result>> {
    const isNew = !this.intents.has(`${kind} ${key}`);
    const known = firstIn(this.intents, `${kind} ${key}`, 'planned');
    return Promise.resolve(
      known === 'planned' ? { state: isNew ? 'new' : 'planned' } : { state: 'done', result: known.result as Result },
    );
  }

  done<Result>(kind: string, key: string, result: Result): Promise<Result> {
    const known = this.intents.get(`${kind} ${key}`);
    if (known === undefined || known === 'planned') this.intents.set(`${kind} ${key}`, { result });
    return Promise.resolve((this.intents.get(`${kind} ${key}`) as { result: Result }).result);
  }

  record(trial: Trial): Promise<void> {
    firstIn(this.trials, trial.trialSha256, trial);
    return Promise.resolve();
  }

  current({ symbol, source }: SeriesKey): Promise<Champion | undefined> {
    const last = this.champions.findLast((champion) => champion.symbol === symbol && champion.source === source);
    return Promise.resolve(last && { ...last, promotedAt: new Date(0) });
  }

  history({ symbol, source }: Partial<SeriesKey> & Pick<SeriesKey, 'symbol'>): Promise<Champion[]> {
    const of = (champion: Omit<Champion, 'promotedAt'>) =>
      champion.symbol === symbol && (source === undefined || champion.source === source);
    return Promise.resolve(
      this.champions
        .filter(of)
        .map((one) => ({ ...one, promotedAt: new Date(0) }))
        .reverse(),
    );
  }

  promote(champion: Omit<Champion, 'promotedAt'>): Promise<Champion> {
    if (!this.champions.some(({ cause }) => cause === champion.cause)) this.champions.push(champion);
    return Promise.resolve({ ...champion, promotedAt: new Date(0) });
  }
}

function firstIn<V>(map: Map<string, V>, key: string, value: V): V {
  if (!map.has(key)) map.set(key, value);
  return map.get(key) as V;
}
