import { Injectable } from '@nestjs/common';
import {
  type CodePins,
  foldsOf,
  type Instrument,
  type PinnedTrials,
  type RevisedBars,
  type RunContext,
  type SymbolRequested,
  trialSha256,
} from '@trademaster/contracts';
import {
  encodeBars,
  fitScaler,
  outOfSampleSpan,
  planWindows,
  settingsDocument,
  settingsFrom,
} from '@trademaster/engine';
import type { BarLedger, SeriesKey, TrialLedger } from '@trademaster/ledger';
import { type BarsFound, type MarketDataSource, refuseStale } from '@trademaster/market-data';
import type { ArtifactStore } from '@trademaster/mlflow';
import type { RecordedRuns } from './recorded-runs';
import type { ModelPins } from './model-pins';

/** Fetches a run's bars once and pins everything that could change later. */
@Injectable()
export class SymbolResolutionService {
  constructor(
    private readonly sourceOf: (name: string) => MarketDataSource,
    private readonly store: ArtifactStore,
    private readonly history: Pick<BarLedger, 'record'>,
    private readonly trials: Pick<TrialLedger, 'overlapping'>,
    private readonly models: Pick<ModelPins, 'champion' | 'modelToLoad'>,
    private readonly recorded: Pick<RecordedRuns, 'contextOf'>,
    private readonly pins: CodePins,
  ) {}

  /**
   * Errors: those of the market data (`data_*`), of the model (`model_not_found`), `mlflow_unavailable`,
   * `ledger_unavailable`.
   */
  async resolve(requested: SymbolRequested): Promise<RunContext> {
    if (requested.replay_of !== undefined) return this.resolveAgain(requested, requested.replay_of);
    const { config, symbol, mode } = requested;
    const source = this.sourceOf(config.data.source);
    const asOf = new Date(requested.as_of);
    const { ticker = symbol, path, seed, calendar, lookback_bars: lookbackBars } = config.data;
    const found = await source.bars({
      ticker,
      seed,
      calendar,
      asOf,
      lookbackBars,
      ...(path === undefined ? {} : { path }),
    });
    refuseStale({ lastDate: found.bars.at(-1)?.date ?? '', asOf, calendar, historical: requested.historical });

    const series: SeriesKey = { symbol, source: source.name, barSize: config.bar_size, profile: config.profile };
    const instrument = instrumentOf(requested, source);
    const isInference = mode === 'inference';
    const champion = isInference ? undefined : await this.models.champion(series);
    return {
      ...requested,
      instrument,
      bars: { ...(await this.snapshot(requested, found)), ...(await this.revisedSince(requested, source, found)) },
      ...(isInference ? { model: await this.models.modelToLoad(requested, series) } : {}),
      ...(champion === undefined ? {} : { champion }),
      trials: isInference
        ? { count: 1, sharpe_variance: 0 }
        : await this.trialsBefore(series, instrument, requested, found),
      pins: this.pins,
    };
  }

  /** Everything as it was pinned then, but the code and the team, which are today's. */
  private async resolveAgain(requested: SymbolRequested, replayOf: string): Promise<RunContext> {
    const { instrument, bars, champion, model, trials } = await this.recorded.contextOf(replayOf);
    const owner = { experimentId: requested.experiment_id, runId: requested.run_id };
    const bytes = await this.store.get(bars.artifact);
    return {
      ...requested,
      instrument,
      bars: { ...bars, artifact: await this.store.put(owner, 'bars.json', bytes, 'application/json') },
      ...(model === undefined ? {} : { model }),
      ...(champion === undefined ? {} : { champion }),
      trials,
      pins: this.pins,
    };
  }

  private async snapshot(
    { experiment_id: experimentId, run_id: runId }: SymbolRequested,
    { bars, lastBarClosedAt, droppedUnfinished }: BarsFound,
  ): Promise<RunContext['bars']> {
    return {
      artifact: await this.store.put({ experimentId, runId }, 'bars.json', encodeBars(bars), 'application/json'),
      count: bars.length,
      first_date: bars[0]?.date ?? '',
      last_date: bars.at(-1)?.date ?? '',
      last_bar_closed_at: lastBarClosedAt,
      ...(droppedUnfinished === undefined ? {} : { dropped_unfinished: droppedUnfinished }),
    };
  }

  /** Which of the bars the source gave otherwise to an earlier run. A simulated price path is a function: it cannot. */
  private async revisedSince(
    { run_id: runId, symbol, config }: SymbolRequested,
    { name: source, simulated }: MarketDataSource,
    { bars }: BarsFound,
  ): Promise<{ revised_bars?: RevisedBars }> {
    if (simulated) return {};
    const { ticker = symbol, path } = config.data;
    const origin = { source, ticker, ...(path === undefined ? {} : { path }) };
    const revision = await this.history.record(origin, runId, bars);
    if (revision === undefined) return {};
    const { count, firstDate: first_date, lastDate: last_date, largestChange: largest_change } = revision;
    return { revised_bars: { count, first_date, last_date, largest_change } };
  }

  /** How often luck was tried on this series with a test window that overlaps the coming one, this time included. */
  private async trialsBefore(
    series: SeriesKey,
    instrument: Instrument,
    { config }: SymbolRequested,
    { bars }: BarsFound,
  ): Promise<PinnedTrials> {
    const settings = settingsFrom({ ...config, calendar: instrument.calendar });
    const windows = planWindows(bars, settings);
    const { firstDate, lastDate } = outOfSampleSpan(bars, settings, foldsOf(config.evaluation));
    const { count, sharpeVariance } = await this.trials.overlapping({
      series,
      firstDate,
      lastDate,
      except: trialSha256(
        { symbol: instrument.symbol, instrument },
        settingsDocument(settings),
        fitScaler(bars, windows),
      ),
    });
    return { count: count + 1, sharpe_variance: sharpeVariance };
  }
}

function instrumentOf({ symbol, config }: SymbolRequested, source: MarketDataSource): Instrument {
  const { ticker, name, exchange, currency, asset_class, calendar } = config.data;
  const { name: sourceName, adjustment, simulated } = source;
  const words = { name, exchange, currency, asset_class };
  return {
    symbol,
    ticker: ticker ?? symbol,
    source: sourceName,
    ...Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined)),
    calendar,
    bar_size: config.bar_size,
    adjustment,
    simulated,
  };
}
