import {
  type OutgoingEvent,
  PIPELINE_DAG_ID,
  type PipelineEvent,
  requestIdOf,
  type RequestResolved,
  type RunFailed,
  type RunRequested,
  type SymbolRequested,
} from '@trademaster/contracts';
import { exampleEvent, exampleRunContext, EXAMPLE_RUN_ID } from '@trademaster/testkit';
import { FakeRequests, FakeRuns, FakeSymbols } from '../test/fakes';
import { RequestResolutionService, type RequestDefaults } from './request-resolution.service';
import type { WorkflowLink, WorkflowSymbol } from './workflow-symbol.dto';

const NOW = new Date('2026-11-23T06:00:05Z');
const DEFAULTS: RequestDefaults = { enabled: true, mode: 'both', config: {} };

const row = (symbol: string, link: Partial<WorkflowLink> = {}, over: Partial<WorkflowSymbol> = {}): WorkflowSymbol => ({
  id: 4,
  symbol,
  enabled: true,
  priority: 0,
  workflows: [{ dag_id: PIPELINE_DAG_ID, is_active: true, allow_weekend: true, ...link }],
  ...over,
});

const requested = (data: RunRequested): PipelineEvent<RunRequested> =>
  exampleEvent('run.requested', { id: 'run-1', data });

const resolver = (rows: WorkflowSymbol[], defaults: Partial<RequestDefaults> = {}) => {
  const [requests, symbols, runs] = [new FakeRequests(), new FakeSymbols({ rows, junk: [] }), new FakeRuns()];
  const service = new RequestResolutionService(
    requests,
    symbols,
    runs,
    { contextOf: (runId) => Promise.resolve({ ...exampleRunContext(), run_id: runId, historical: true }) },
    { ...DEFAULTS, ...defaults },
    () => NOW,
  );
  const resolve = async (data: RunRequested) => {
    const events = await service.resolve(requested(data));
    const request = events[0]?.data as RequestResolved;
    return { events, request, firsts: events.slice(1) as OutgoingEvent<SymbolRequested | RunFailed>[] };
  };
  return { resolve, service, symbols, runs };
};

const refusal = async (data: RunRequested, defaults: Partial<RequestDefaults> = {}) => {
  const { resolve, runs } = resolver([row('BTC')], defaults);
  const error: unknown = await resolve(data).then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  expect(runs.opened).toEqual([]);
  return error;
};

describe('a request', () => {
  it('given a symbol, when resolved, then only that one gets a run, whatever else is assigned', async () => {
    const { resolve, symbols, runs } = resolver([row('BTC', {}, { conid: 9 }), row('ETH')]);
    const { request, firsts } = await resolve({ symbol: 'BTC' });
    expect(request.request_id).toBe(requestIdOf('/airflow/example', PIPELINE_DAG_ID, 'run-1'));
    expect(request.runs.map(({ symbol }) => symbol)).toEqual(['BTC']);
    expect(firsts).toMatchObject([
      {
        type: 'symbol.requested',
        data: { symbol: 'BTC', mode: 'both', linked: true, conid: 9, workflow_symbol_id: 4 },
      },
    ]);
    expect(symbols.asked).toEqual(['BTC']);
    expect(runs.parents).toBe(0);
  });

  it('given a symbol that nobody listed, when resolved, then it runs on the defaults and says that it is not linked', async () => {
    const { firsts } = await resolver([]).resolve({ symbol: 'BRK.B' });
    expect(firsts).toMatchObject([{ data: { symbol: 'BRK.B', linked: false, config: { max_symbols: 10 } } }]);
  });

  it('given a run to be made again, when resolved, then one new run asks for what that one asked for, at this time', async () => {
    const { resolve, symbols, runs } = resolver([row('BTC')]);
    const { request, firsts } = await resolve({ replay_of: EXAMPLE_RUN_ID });
    const { symbol, mode, config, as_of } = exampleRunContext();
    const run_id = '1'.padStart(32, '0');
    expect(request).toMatchObject({ mode, runs: [{ run_id, symbol }], skipped: [] });
    expect(firsts).toMatchObject([
      {
        type: 'symbol.requested',
        key: run_id,
        data: { run_id, replay_of: EXAMPLE_RUN_ID, symbol, mode, config, as_of, historical: true },
      },
    ]);
    expect(symbols.asked).toEqual([]);
    expect(runs.opened).toHaveLength(1);
  });

  it('given a run to be made again and a symbol, when resolved, then it is refused', async () => {
    expect(await refusal({ replay_of: EXAMPLE_RUN_ID, symbol: 'BTC' })).toMatchObject({
      code: 'request_invalid',
      field: 'symbol',
    });
  });

  it('given no symbol, when resolved, then every linked one gets a run below one parent', async () => {
    const { resolve, runs } = resolver([row('A'), row('B', {}, { priority: 1 })]);
    const { request } = await resolve({});
    expect(request).toMatchObject({ parent_run_id: 'f'.repeat(32), runs: [{ symbol: 'B' }, { symbol: 'A' }] });
    expect(runs.opened.map(({ parentRunId }) => parentRunId)).toEqual(['f'.repeat(32), 'f'.repeat(32)]);
  });

  it.each([
    ["the request's max_symbols", {}, { config: { max_symbols: 1 } }],
    ["the operator's max_symbols", { config: { max_symbols: 1 } }, {}],
  ])('given more symbols than %s, when resolved, then the skipped are listed', async (_, defaults, data) => {
    const { request } = await resolver([row('A'), row('B')], defaults).resolve(data);
    expect(request.runs).toHaveLength(1);
    expect(request.skipped).toEqual([{ symbol: 'B', reason: 'over max_symbols (1)' }]);
  });

  it('given no symbol assigned, when resolved, then there are no runs, no parent and a note', async () => {
    const { resolve, runs } = resolver([]);
    const { events, request } = await resolve({});
    expect(events).toHaveLength(1);
    expect(request).toMatchObject({ runs: [], note: `no enabled symbol has an active link to ${PIPELINE_DAG_ID}` });
    expect(runs.parents).toBe(0);
  });

  it('given the pipeline switched off, when resolved, then nothing is looked up', async () => {
    const { resolve, symbols } = resolver([row('A')], { enabled: false });
    expect((await resolve({})).request).toMatchObject({ runs: [], switched_off: true });
    expect(symbols.asked).toEqual([]);
  });

  it('given layers of configuration, when resolved, then the request wins over the link and the link over the operator', async () => {
    const link = { config: { training: { epochs: 3, gamma: 0.5 }, data: { name: 'Bitcoin' } } };
    const { resolve } = resolver([row('BTC', link)], { config: { review: { max_rounds: 12 } } });
    const { firsts } = await resolve({ symbol: 'BTC', config: { training: { epochs: 5 } } });
    const { config } = firsts[0]?.data as SymbolRequested;
    expect(config).toMatchObject({
      training: { epochs: 5, gamma: 0.5 },
      data: { name: 'Bitcoin' },
      review: { max_rounds: 12 },
    });
  });

  it('given a link whose configuration is refused, when resolved, then its run alone fails, by name', async () => {
    const { resolve } = resolver([row('A', { config: { training: { epochs: 0 } } }), row('B')]);
    const { request, firsts } = await resolve({});
    expect(request.runs.map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    expect(firsts).toMatchObject([
      {
        type: 'run.failed',
        data: { symbol: 'A', failure: { code: 'config_invalid', field: 'link.config.training.epochs' } },
      },
      { type: 'symbol.requested', data: { symbol: 'B' } },
    ]);
  });

  it('given as_of as a date, when resolved, then it is the end of that day and historical', async () => {
    const { firsts } = await resolver([]).resolve({ symbol: 'BTC', as_of: '2021-07-05' });
    expect(firsts[0]?.data).toMatchObject({ as_of: '2021-07-06T00:00:00.000Z', historical: true });
    const { firsts: now } = await resolver([]).resolve({ symbol: 'BTC' });
    expect(now[0]?.data).toMatchObject({ as_of: '2026-11-23T06:00:00.000Z', historical: false });
  });

  it('given the deadline, when resolved, then it counts from now: the time of a request may be long ago', async () => {
    const { request, firsts } = await resolver([]).resolve({ symbol: 'BTC', config: { timeout_minutes: 5 } });
    expect(request.deadline_at).toBe('2026-11-23T06:05:05.000Z');
    expect(firsts[0]?.data).toMatchObject({ deadline_at: '2026-11-23T06:05:05.000Z' });
  });

  it('given the same id with another payload, when resolved, then it is a conflict', async () => {
    const { resolve } = resolver([]);
    await resolve({ symbol: 'BTC' });
    await expect(resolve({ symbol: 'BTC', mode: 'inference' })).rejects.toMatchObject({ code: 'request_conflict' });
  });

  it.each<[string, RunRequested, string, string]>([
    ['an unknown hyperparameter', { config: { training: { lr: 1 } } }, 'config_invalid', 'config.training.lr'],
    ['two different as_of', { as_of: '2021-07-05', config: { as_of: '2021-07-06' } }, 'request_invalid', 'as_of'],
    ['an as_of to come', { as_of: '2030-01-01' }, 'request_invalid', 'config.as_of'],
    ['a model to load in mode both', { config: { model_uri: 'models:/x/1' } }, 'config_invalid', 'config.model_uri'],
  ])(
    'given %s, when resolved, then it is refused before any run is opened, naming the field',
    async (_, data, code, field) => {
      expect(await refusal({ symbol: 'BTC', ...data })).toMatchObject({ code, field });
    },
  );

  it('given as_of twice for the same instant, when resolved, then it is accepted', async () => {
    const data = { symbol: 'BTC', as_of: '2021-07-05', config: { as_of: '2021-07-06T00:00:00Z' } };
    const { firsts } = await resolver([]).resolve(data);
    expect(firsts[0]?.data).toMatchObject({ as_of: '2021-07-06T00:00:00.000Z' });
  });
});
