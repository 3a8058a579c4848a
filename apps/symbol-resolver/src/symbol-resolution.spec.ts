import { type Mode, type SymbolRequested, trialSha256 } from '@trademaster/contracts';
import { decodeBars, encodeBars, fitScaler, planWindows, settingsDocument, settingsFrom } from '@trademaster/engine';
import type { BarOrigin, Revision, TrialWindow } from '@trademaster/ledger';
import type { BarsQuery, MarketDataSource } from '@trademaster/market-data';
import {
  examplePinnedModel,
  exampleRunContext,
  exampleSymbolRequested,
  InMemoryArtifactStore,
  snapshotOf,
  walkingBars,
} from '@trademaster/testkit';
import { SymbolResolutionService } from './symbol-resolution.service';

const PINS = { code_version: 'engine-1.0.0', team_sha256: 'a'.repeat(64) };
/** 900 bars from 2021-01-01 end on 2023-06-19. */
const BARS = walkingBars(900);

const resolution = (
  over: Partial<SymbolRequested> = {},
  { simulated = true, revision }: { simulated?: boolean; revision?: Revision } = {},
) => {
  const store = new InMemoryArtifactStore();
  const queries: BarsQuery[] = [];
  const windows: TrialWindow[] = [];
  const source: MarketDataSource = {
    name: simulated ? 'simulated' : 'csv',
    simulated,
    adjustment: 'none',
    bars: (query) => {
      queries.push(query);
      return Promise.resolve({ bars: BARS, lastBarClosedAt: '2023-06-20T00:00:00.000Z' });
    },
  };
  const origins: BarOrigin[] = [];
  const history = {
    record: (origin: BarOrigin) => {
      origins.push(origin);
      return Promise.resolve(revision);
    },
  };
  const trials = {
    overlapping: (window: TrialWindow) => {
      windows.push(window);
      return Promise.resolve({ count: 2, sharpes: [0.1, 0.2], sharpeVariance: 0.005 });
    },
  };
  const model = examplePinnedModel();
  const models = { champion: () => Promise.resolve(model), modelToLoad: () => Promise.resolve(model) };
  const earlier = { experimentId: '7', runId: 'e'.repeat(32) };
  const recorded = {
    contextOf: async () =>
      exampleRunContext({
        bars: snapshotOf(BARS.slice(0, 500), await store.put(earlier, 'bars.json', encodeBars(BARS.slice(0, 500)))),
      }),
  };
  const service = new SymbolResolutionService(() => source, store, history, trials, models, recorded, PINS);
  const requested = exampleSymbolRequested({ as_of: '2023-06-20T00:00:00.000Z', historical: true, ...over });
  return { run: () => service.resolve(requested), requested, store, queries, origins, windows, model };
};

describe('resolving a symbol', () => {
  it('given bars, when resolved, then the run has an immutable snapshot of them and everything pinned', async () => {
    const { run, store, queries, model } = resolution();
    const context = await run();
    expect(queries).toMatchObject([{ ticker: 'SIMA', seed: 7, calendar: '24x7', lookbackBars: 3000 }]);
    expect(decodeBars(await store.get(context.bars.artifact))).toEqual(BARS);
    expect(context).toMatchObject({
      instrument: { symbol: 'SIMA', ticker: 'SIMA', source: 'simulated', simulated: true, adjustment: 'none' },
      bars: { count: 900, first_date: '2021-01-01', last_date: '2023-06-19' },
      champion: model,
      trials: { count: 3, sharpe_variance: 0.005 },
      pins: PINS,
    });
    expect(context).not.toHaveProperty('model');
  });

  it('given a run to be made again, when resolved, then its recorded bars and pins count, with today’s code', async () => {
    const { run, queries, requested, store } = resolution({ replay_of: 'e'.repeat(32) });
    const context = await run();
    const { trials, champion, instrument } = exampleRunContext();
    expect(context).toMatchObject({ ...requested, trials, champion, instrument, bars: { count: 500 }, pins: PINS });
    expect(context.bars.artifact.uri).toContain(requested.run_id);
    expect(decodeBars(await store.get(context.bars.artifact))).toEqual(BARS.slice(0, 500));
    expect(queries).toEqual([]); // no market data was asked for
  });

  it('given the same bars twice, when resolved, then the snapshot is the same artifact', async () => {
    const [first, second] = [await resolution().run(), await resolution().run()];
    expect(second.bars.artifact).toEqual(first.bars.artifact);
  });

  it('given earlier trials, when counted, then the coming one is left out, on the window that it will be tested on', async () => {
    const { run, windows, requested } = resolution();
    const context = await run();
    const settings = settingsFrom({ ...requested.config, calendar: '24x7' });
    const plan = planWindows(BARS, settings);
    expect(windows).toEqual([
      {
        series: { symbol: 'SIMA', source: 'simulated', barSize: '1 day', profile: 'realistic' },
        firstDate: plan.test.firstDate,
        lastDate: '2023-06-19',
        except: trialSha256(context, settingsDocument(settings), fitScaler(BARS, plan)),
      },
    ]);
  });

  it('given mode inference, when resolved, then the model is pinned and no trial is counted', async () => {
    const { run, model, windows } = resolution({ mode: 'inference' satisfies Mode });
    const context = await run();
    expect(context.model).toEqual(model);
    expect(context).not.toHaveProperty('champion');
    expect(context.trials).toEqual({ count: 1, sharpe_variance: 0 });
    expect(windows).toEqual([]);
  });

  it('given a source that changed its history, when resolved, then the run says which bars, and how much', async () => {
    const revision = { count: 3, firstDate: '2021-02-01', lastDate: '2021-02-03', largestChange: 0.5 };
    const { run, origins, requested } = resolution({}, { simulated: false, revision });
    const { config } = requested;
    config.data.path = '/bars/sima.csv';
    expect((await run()).bars.revised_bars).toEqual({
      count: 3,
      first_date: '2021-02-01',
      last_date: '2021-02-03',
      largest_change: 0.5,
    });
    expect(origins).toEqual([{ source: 'csv', ticker: 'SIMA', path: '/bars/sima.csv' }]);
  });

  it('given an unchanged history or a simulated one, when resolved, then nothing is said to be revised', async () => {
    expect((await resolution({}, { simulated: false }).run()).bars).not.toHaveProperty('revised_bars');
    const simulated = resolution({}, { revision: { count: 1, firstDate: '', lastDate: '', largestChange: 0 } });
    expect((await simulated.run()).bars).not.toHaveProperty('revised_bars');
    expect(simulated.origins).toEqual([]);
  });

  it('given bars that ended long ago, when nobody asked for that time, then they are stale', async () => {
    const stale = resolution({ historical: false, as_of: '2026-11-23T06:00:00.000Z' });
    await expect(stale.run()).rejects.toMatchObject({ code: 'data_stale' });
  });
});
