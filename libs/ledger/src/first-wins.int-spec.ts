import { randomBytes, randomUUID } from 'node:crypto';
import { examplePinnedModel } from '@trademaster/testkit';
import { ChampionLedger } from './champion-ledger';
import { type Effect, Intents } from './intents';
import { LedgerDatabase } from './ledger-database';
import { PgReplyJournal } from './pg-reply-journal';
import { type SeriesKey, type Trial, TrialLedger } from './trial-ledger';

let database: LedgerDatabase;
beforeAll(async () => {
  database = await LedgerDatabase.open(process.env.DATABASE_URL ?? '');
});
afterAll(() => database.close());

const series = (): SeriesKey => ({ symbol: randomUUID(), source: 'csv', barSize: '1 day', profile: 'realistic' });

describe('the reply journal', () => {
  it('given a reply was put, when another is put for the same call, then the first one counts', async () => {
    const journal = new PgReplyJournal(database);
    const runId = randomUUID();
    expect(await journal.get(runId, 0, 'a')).toBeUndefined();
    expect(await journal.put(runId, 0, 'a', 'HOLD')).toBe('HOLD');
    expect(await journal.put(runId, 0, 'a', 'SELL')).toBe('HOLD');
    expect(await journal.get(runId, 0, 'a')).toBe('HOLD');
  });

  it('given a reply was put, when the call or what was asked differs, then there is none', async () => {
    const journal = new PgReplyJournal(database);
    const runId = randomUUID();
    await journal.put(runId, 0, 'a', 'HOLD');
    expect(await journal.get(runId, 1, 'a')).toBeUndefined();
    expect(await journal.get(runId, 0, 'b')).toBeUndefined();
  });
});

describe('the replies of an attempt', () => {
  it('given replies of two attempts and of another run, then they are those of that attempt, by call', async () => {
    const journal = new PgReplyJournal(database);
    const runId = randomUUID();
    await journal.put(runId, 1, 'b', 'second');
    await journal.put(runId, 0, 'a', 'first');
    await journal.put(runId, 1_000, 'a', 'of the next attempt');
    await journal.put(randomUUID(), 0, 'a', "another run's");
    expect(await journal.entries(runId, 0)).toEqual([
      { call: 0, request_sha256: 'a', reply: 'first' },
      { call: 1, request_sha256: 'b', reply: 'second' },
    ]);
  });
});

describe('intents', () => {
  it('given an effect was tried and nobody knows how it ended, when planned again, then it is still to be done', async () => {
    const intents = new Intents(database);
    const key = randomUUID();
    expect(await intents.plan('webui.signal', key)).toEqual({ state: 'new' });
    expect(await intents.plan('webui.signal', key)).toEqual({ state: 'planned' });
  });

  it('given an effect is done, when another result comes, then the first one counts', async () => {
    const intents = new Intents(database);
    const key = randomUUID();
    await intents.plan('webui.signal', key);
    expect(await intents.done('webui.signal', key, { id: 17 })).toEqual({ id: 17 });
    expect(await intents.done('webui.signal', key, { id: 18 })).toEqual({ id: 17 });
    expect(await intents.plan('webui.signal', key)).toEqual({ state: 'done', result: { id: 17 } });
    expect(await intents.plan('webui.chart', key)).toEqual({ state: 'new' });
  });

  it('given one done, one tried and one new, when planned together, then each is answered for in its place', async () => {
    const intents = new Intents(database);
    const [done, tried, fresh] = ['done', 'tried', 'fresh'].map((kind) => ({ kind, key: randomUUID() })) as [
      Effect,
      Effect,
      Effect,
    ];
    await intents.planAll([tried, done]);
    await intents.doneAll([{ ...done, result: [1, '{"a"}'] }]);
    const planned = [{ state: 'planned' }, { state: 'new' }, { state: 'done', result: [1, '{"a"}'] }];
    expect(await intents.planAll([tried, fresh, done])).toEqual(planned);
    const results = [
      { ...done, result: 2 },
      { ...fresh, result: null },
      { ...tried, result: 'x' },
    ];
    expect(await intents.doneAll(results)).toEqual([[1, '{"a"}'], null, 'x']);
  });
});

describe('trials', () => {
  const trial = (key: SeriesKey, name: string, first: string, last: string, sharpe?: number): Trial => ({
    ...key,
    trialSha256: `${key.symbol} ${name}`,
    firstTestDate: first,
    lastTestDate: last,
    runId: randomUUID(),
    ...(sharpe === undefined ? {} : { sharpe }),
  });

  it('given trials before, across and after a window, when counted, then those that share a session count', async () => {
    const trials = new TrialLedger(database);
    const key = series();
    await trials.record(trial(key, 'ends the day before', '2020-01-01', '2020-05-31', 9));
    await trials.record(trial(key, 'ends on the first day', '2020-01-01', '2020-06-01', 0.1));
    await trials.record(trial(key, 'begins on the last day', '2020-06-30', '2020-12-31', 0.3));
    await trials.record(trial(key, 'begins the day after', '2020-07-01', '2020-12-31', 9));
    await trials.record(trial({ ...key, source: 'simulated' }, 'elsewhere', '2020-06-01', '2020-06-30', 9));
    const found = await trials.overlapping({ series: key, firstDate: '2020-06-01', lastDate: '2020-06-30' });
    expect(found.count).toBe(2);
    expect(found.sharpeVariance).toBeCloseTo(0.02, 12); // of 0.1 and 0.3 with ddof 1: (0.1² + 0.1²) / 1
  });

  it('given one trial, when retried and tested again later, then it counts once, with its newest result', async () => {
    const trials = new TrialLedger(database);
    const key = series();
    await trials.record(trial(key, 'one', '2020-01-01', '2020-06-01', 0.1));
    await trials.record(trial(key, 'one', '2020-01-01', '2020-06-01', 0.2));
    await trials.record(trial(key, 'one', '2020-01-02', '2020-06-02', 0.5));
    await trials.record(trial(key, 'without a ratio', '2020-01-01', '2020-06-01'));
    const window = { series: key, firstDate: '2020-01-01', lastDate: '2020-12-31' };
    expect(await trials.overlapping(window)).toEqual({ count: 2, sharpes: [0.5], sharpeVariance: 0 });
    const except = `${key.symbol} one`;
    expect(await trials.overlapping({ ...window, except })).toEqual({ count: 1, sharpes: [], sharpeVariance: 0 });
  });

  it('given none, when counted, then there are none', async () => {
    const window = { series: series(), firstDate: '2020-01-01', lastDate: '2020-12-31' };
    const found = await new TrialLedger(database).overlapping(window);
    expect(found).toEqual({ count: 0, sharpes: [], sharpeVariance: 0 });
  });
});

describe('champions', () => {
  const champion = (key: SeriesKey, reason: string) => {
    const runId = randomBytes(16).toString('hex');
    const model = examplePinnedModel({ run_id: runId });
    return { ...key, runId, reason, model, cause: `run ${runId}`, verdict: null, promotedBy: 'trademaster' };
  };

  it('given two were promoted, when asked, then the later one is champion, and nobody elsewhere', async () => {
    const champions = new ChampionLedger(database);
    const key = series();
    expect(await champions.current(key)).toBeUndefined();
    await champions.promote(champion(key, 'first'));
    const better = await champions.promote(champion(key, 'p = 0.95'));
    expect(await champions.current(key)).toEqual(better);
    expect(await champions.current({ ...key, profile: 'trademaster' })).toBeUndefined();
  });

  it('given a run was promoted and beaten, when its promotion is repeated, then it is not champion again', async () => {
    const champions = new ChampionLedger(database);
    const key = series();
    const first = champion(key, 'first');
    await champions.promote(first);
    const better = await champions.promote(champion(key, 'p = 0.95'));
    await champions.promote({ ...first, reason: 'again' });
    expect(await champions.current(key)).toEqual(better);
  });
});
