import type { Expected, Observed, SeenEvent } from './observations';

export interface Findings {
  /** One line each; empty when all is well. */
  lost: string[];
  doubled: string[];
  differing: string[];
  /** Events that were there more than once and had no effect of their own. */
  duplicatesAbsorbed: number;
}

/** What every run of the campaign leaves on Kafka, once as a fact however often as a record. */
const FACTS = [
  'symbol.requested',
  'symbol.resolved',
  'model.trained',
  'signal.inferred',
  'signal.reviewed',
  'run.persisted',
] as const;
const REQUEST_FACTS = ['request.resolved', 'request.completed'] as const;
const ARTIFACTS = ['signal', 'llm', 'chart'] as const;

/** Compares what is there with what was asked for. `lost`, `doubled` and `differing` say what, of which request. */
export function check(expected: readonly Expected[], observed: Observed): Findings {
  const findings: Findings = { lost: [], doubled: [], differing: [], duplicatesAbsorbed: 0 };
  for (const { group, topic, partition, records } of observed.kafka.uncommitted)
    findings.lost.push(`${group} never committed ${records} records of ${topic}/${partition}`);
  for (const request of expected) new RequestCheck(request, observed, findings).run();
  findings.duplicatesAbsorbed = countDuplicates(observed.kafka.events);
  return findings;
}

class RequestCheck {
  private readonly events: SeenEvent[];
  private readonly runIds: Set<string>;

  constructor(
    private readonly expected: Expected,
    private readonly observed: Observed,
    private readonly findings: Findings,
  ) {
    const { requestId } = expected;
    const { kafka, ledger, mlflow } = observed;
    this.runIds = new Set([...ledger.runs, ...mlflow].filter(isOf(requestId)).map(({ runId }) => runId));
    this.events = kafka.events.filter(
      (event) => event.requestId === requestId || (event.runId !== undefined && this.runIds.has(event.runId)),
    );
  }

  run(): void {
    this.kafka();
    this.ledger();
    this.mlflow();
    this.webui();
  }

  private kafka(): void {
    const { deadLetters } = this.observed.kafka;
    for (const type of [...REQUEST_FACTS, ...FACTS]) this.oneFact(type);
    for (const event of this.events.filter(({ type }) => type === 'run.failed' || type === 'request.failed'))
      this.lost(`${event.type} ${event.id}`);
    for (const event of this.events.filter(({ status }) => status !== undefined))
      if (event.status !== 'succeeded' && event.status !== 'FINISHED') this.lost(`${event.type} says ${event.status}`);
    for (const { type, id, runId } of this.events)
      if (runId === undefined && FACTS.some((fact) => fact === type)) this.lost(`${type} ${id} does not name its run`);
    for (const { topic, reason } of deadLetters.filter(({ key }) => this.runIds.has(key)))
      this.lost(`a message is on ${topic}: ${reason}`);
    for (const { type, decisionSha256 } of this.events)
      if (decisionSha256 !== undefined) this.same(type, decisionSha256);
    if (!this.events.some(({ type, decisionSha256 }) => type === 'signal.reviewed' && decisionSha256 !== undefined))
      this.lost('no decision on Kafka');
  }

  /** One id per fact, one content per id. A repeated request is answered with `request.completed` as often as it comes. */
  private oneFact(type: string): void {
    const records = this.events.filter((event) => event.type === type);
    if (records.length === 0) return this.lost(`no ${type}`);
    const facts = new Map<string, Set<string>>();
    for (const { id, attempt, sha256 } of records) {
      const key = `${id}/${attempt}`;
      facts.set(key, (facts.get(key) ?? new Set()).add(sha256));
    }
    if (type === 'request.completed') return;
    if (facts.size > 1) this.doubled(`${facts.size} different ${type}`);
    for (const [key, contents] of facts)
      if (contents.size > 1) this.doubled(`${type} ${key} has ${contents.size} contents`);
  }

  private ledger(): void {
    const { requests, runs } = this.observed.ledger;
    this.exactlyOne('requests in PostgreSQL', requests.filter(isOf(this.expected.requestId)));
    const own = runs.filter(isOf(this.expected.requestId));
    this.exactlyOne('runs in PostgreSQL', own);
    for (const { status } of own) if (status !== 'FINISHED') this.lost(`PostgreSQL has its run as ${status}`);
  }

  private mlflow(): void {
    const own = this.observed.mlflow.filter(isOf(this.expected.requestId));
    this.exactlyOne('runs in MLflow', own);
    for (const { status, decisionSha256 } of own) {
      if (status !== 'FINISHED') this.lost(`MLflow has its run as ${status}`);
      this.same('MLflow', decisionSha256);
    }
  }

  private webui(): void {
    const own = this.observed.webui.filter(({ runId }) => this.runIds.has(runId));
    for (const type of ARTIFACTS) {
      const ofType = own.filter((artifact) => artifact.type === type);
      this.exactlyOne(`${type} artifacts in the WebUI`, ofType);
      if (type === 'signal') for (const { decisionSha256 } of ofType) this.same('the WebUI', decisionSha256);
    }
  }

  private exactlyOne(what: string, found: readonly unknown[]): void {
    if (found.length === 0) this.lost(`no ${what}`);
    if (found.length > 1) this.doubled(`${found.length} ${what}`);
  }

  private same(where: string, decision: string | undefined): void {
    if (decision !== this.expected.decisionSha256)
      this.findings.differing.push(this.about(`${where} has decision ${decision?.slice(0, 12) ?? 'none'}`));
  }

  private lost(what: string): void {
    this.findings.lost.push(this.about(what));
  }

  private doubled(what: string): void {
    this.findings.doubled.push(this.about(what));
  }

  private about(what: string): string {
    return `${this.expected.symbol} ${this.expected.requestId}: ${what}`;
  }
}

function isOf(requestId: string): (thing: { requestId: string }) => boolean {
  return (thing) => thing.requestId === requestId;
}

function countDuplicates(events: readonly SeenEvent[]): number {
  return events.length - new Set(events.map(({ type, id, attempt }) => `${type} ${id} ${attempt}`)).size;
}
