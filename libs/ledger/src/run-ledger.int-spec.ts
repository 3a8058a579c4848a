import { randomBytes, randomUUID } from 'node:crypto';
import type { RunEnd } from '@trademaster/contracts';
import { exampleEvent, exampleEventData, exampleRunEnd } from '@trademaster/testkit';
import { LedgerDatabase } from './ledger-database';
import { type NewRequest, type NewRun, RunLedger } from './run-ledger';

const runIdOf = () => randomBytes(16).toString('hex');

describe('requests and runs', () => {
  let database: LedgerDatabase;
  let ledger: RunLedger;

  beforeAll(async () => {
    database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
    ledger = new RunLedger(database);
  });
  afterAll(() => database.close());

  const request = (change: Partial<NewRequest> = {}): NewRequest => ({
    requestId: randomUUID(),
    source: '/airflow',
    dagId: 'dag',
    clientId: 'manual__1',
    executionId: 'manual__1',
    payloadSha256: 'a'.repeat(64),
    ...change,
  });
  const run = (change: Partial<NewRun> = {}): NewRun => ({
    runId: runIdOf(),
    requestId: randomUUID(),
    symbol: 'SIMA',
    mode: 'both',
    experimentId: '1',
    deadlineAt: new Date('2999-01-01T00:00:00Z'),
    ...change,
  });
  const end = (runId: string, attempt: number, status: RunEnd['status']): RunEnd =>
    exampleRunEnd({ run_id: runId, attempt, status });

  it('given a request, when it comes again with the same payload, then it is the recorded one, flagged', async () => {
    const asked = request();
    expect(await ledger.recordRequest(asked)).toMatchObject({ repeated: false, request: asked });
    expect(await ledger.recordRequest(asked)).toMatchObject({ repeated: true, request: asked });
    expect(await ledger.request(asked.requestId)).toMatchObject(asked);
  });

  it('given a request, when it comes again with another payload, then it is request_conflict', async () => {
    const asked = request();
    await ledger.recordRequest(asked);
    const again = ledger.recordRequest({ ...asked, payloadSha256: 'b'.repeat(64) });
    await expect(again).rejects.toMatchObject({ code: 'request_conflict', field: 'id' });
  });

  it('given ten at once record the run of one symbol, when all have, then there is one, and all know it', async () => {
    const requestId = randomUUID();
    const recorded = await Promise.all(Array.from({ length: 10 }, () => ledger.recordRun(run({ requestId }))));
    expect(new Set(recorded.map(({ runId }) => runId)).size).toBe(1);
    expect(await ledger.runsOf(requestId)).toEqual([recorded[0]]);
    expect(await ledger.runOf(requestId, 'SIMA')).toEqual(recorded[0]);
    expect(recorded[0]).toMatchObject({ status: 'RUNNING', attempt: 0, parentRunId: null, end: null });
  });

  it('given two parent runs for one batch, when recorded, then the first stays', async () => {
    const { requestId } = (await ledger.recordRequest(request())).request;
    const first = await ledger.recordParentRun(requestId, runIdOf());
    expect(await ledger.recordParentRun(requestId, runIdOf())).toBe(first);
  });

  it('given a run is FINISHED, when any other end comes, then it stays FINISHED', async () => {
    const { runId } = await ledger.recordRun(run());
    await ledger.endRun(end(runId, 0, 'FINISHED'));
    expect(await ledger.endRun(end(runId, 0, 'FAILED'))).toMatchObject({ status: 'FINISHED', attempt: 0 });
    expect(await ledger.endRun(end(runId, 1, 'FAILED'))).toMatchObject({ status: 'FINISHED', attempt: 0 });
  });

  it('given a run FAILED, when it finishes, then only a higher attempt counts', async () => {
    const { runId } = await ledger.recordRun(run());
    await ledger.endRun(end(runId, 0, 'FAILED'));
    expect(await ledger.endRun(end(runId, 0, 'FINISHED'))).toMatchObject({ status: 'FAILED' });
    expect(await ledger.endRun(end(runId, 1, 'FINISHED'))).toMatchObject({ status: 'FINISHED', attempt: 1 });
    expect((await ledger.run(runId))?.end).toEqual(end(runId, 1, 'FINISHED'));
  });

  it('given a run was taken up again, when the old attempt fails late, then it goes on', async () => {
    const { runId } = await ledger.recordRun(run());
    await ledger.endRun(end(runId, 0, 'FAILED'));
    const deadlineAt = new Date('2999-02-02T00:00:00Z');
    expect(await ledger.startAttempt(runId, 1, deadlineAt)).toMatchObject({
      status: 'RUNNING',
      attempt: 1,
      deadlineAt,
    });
    expect(await ledger.endRun(end(runId, 0, 'FAILED'))).toMatchObject({ status: 'RUNNING', attempt: 1 });
    expect(await ledger.startAttempt(runId, 1, new Date())).toMatchObject({ attempt: 1, deadlineAt });
  });

  it('given a run that goes on or is finished, when it is taken up, then it is run_not_failed', async () => {
    const { runId } = await ledger.recordRun(run());
    await expect(ledger.startAttempt(runId, 1, new Date())).rejects.toMatchObject({ code: 'run_not_failed' });
    await ledger.endRun(end(runId, 0, 'FINISHED'));
    await expect(ledger.startAttempt(runId, 1, new Date())).rejects.toMatchObject({ code: 'run_not_failed' });
  });

  it('given an id that no run has, when ended or taken up, then it is run_unknown', async () => {
    expect(await ledger.run(runIdOf())).toBeUndefined();
    await expect(ledger.endRun(end(runIdOf(), 0, 'FAILED'))).rejects.toMatchObject({ code: 'run_unknown' });
    await expect(ledger.startAttempt(runIdOf(), 1, new Date())).rejects.toMatchObject({ code: 'run_unknown' });
  });

  it('given a deadline has passed, when overdue runs are asked for, then it is one until it has ended', async () => {
    const late = await ledger.recordRun(run({ deadlineAt: new Date('2001-01-01T00:00:00Z') }));
    const onTime = await ledger.recordRun(run());
    const overdue = (await ledger.overdueRuns()).map(({ runId }) => runId);
    expect(overdue).toContain(late.runId);
    expect(overdue).not.toContain(onTime.runId);
    await ledger.endRun(end(late.runId, 0, 'FAILED'));
    expect((await ledger.overdueRuns()).map(({ runId }) => runId)).not.toContain(late.runId);
  });

  it('given two events of one type and attempt, when recorded, then the first is the fact', async () => {
    const runId = runIdOf();
    const first = { ...exampleEvent('run.failed'), id: randomUUID() };
    expect(await ledger.recordFact(runId, first)).toEqual(first);
    expect(await ledger.recordFact(runId, { ...first, id: randomUUID() })).toEqual(first);
    expect(await ledger.factsOf(runId)).toEqual([first]);
  });

  it('given an event was published again for a retry, when recorded, then it is a fact of that attempt, too', async () => {
    const runId = runIdOf();
    const first = { ...exampleEvent('symbol.resolved'), id: randomUUID(), attempt: 0 };
    await ledger.recordFact(runId, { ...first, attempt: 1 });
    await ledger.recordFact(runId, first);
    expect(await ledger.factsOf(runId)).toEqual([first, { ...first, attempt: 1 }]);
  });

  it('given a request has ended, when its end is recorded again, then the first stays, once per attempt', async () => {
    const completed = exampleEventData('request.completed', { request_id: randomUUID() });
    expect(await ledger.completionOf(completed.request_id)).toBeUndefined();
    expect(await ledger.completeRequest(0, completed)).toEqual({ completed, first: true });
    const other = { ...completed, message: 'told otherwise' };
    expect(await ledger.completeRequest(0, other)).toEqual({ completed, first: false });
    expect(await ledger.completeRequest(1, other)).toEqual({ completed: other, first: true });
    expect(await ledger.completionOf(completed.request_id)).toMatchObject({ attempt: 1, completed: other });
  });
});
