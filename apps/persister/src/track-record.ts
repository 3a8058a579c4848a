import { Injectable } from '@nestjs/common';
import type { ModelTrained, PinnedModel, RunContext } from '@trademaster/contracts';
import type { ChampionLedger, Intents, LedgerDatabase, SeriesKey, TrialLedger } from '@trademaster/ledger';
import type { MlflowModelRegistry } from '@trademaster/mlflow';
import { modelSourceOf } from './mlflow/model-folder';

const CHAMPION_ALIAS = 'champion';

/** What became of a finished run's model. */
interface ModelStanding {
  registeredName: string;
  version: string;
  /** `first`: it is the champion; `insufficient_evidence`: the champion stays. */
  champion: 'first' | 'insufficient_evidence';
}

/**
 * What a finished training leaves behind for later ones: a counted trial, a registered version, a champion. All of it
 * comes after the decision and feeds nothing back into it.
 */
@Injectable()
export class TrackRecord {
  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly intents: Pick<Intents, 'plan' | 'done'>,
    private readonly trials: Pick<TrialLedger, 'record'>,
    private readonly champions: Pick<ChampionLedger, 'current' | 'promote'>,
    private readonly registry: Pick<MlflowModelRegistry, 'findOrCreateVersion' | 'setAlias'>,
  ) {}

  /** Counts the trial as soon as its test result is known: luck was tried, whatever becomes of the run. */
  async countTrial({ run, training }: ModelTrained): Promise<void> {
    const { out_of_sample: tested } = training.backtest;
    await this.trials.record({
      ...seriesOf(run),
      trialSha256: training.trial_sha256,
      firstTestDate: tested.first_date,
      lastTestDate: tested.last_date,
      ...(training.trial_sharpe === undefined ? {} : { sharpe: training.trial_sharpe }),
      runId: run.run_id,
    });
  }

  /** One version per run; the first success of a series becomes champion. The caller holds the run's lock. */
  async register({ run, training }: ModelTrained): Promise<ModelStanding> {
    const intent = await this.intents.plan<ModelStanding>('mlflow.model_version', run.run_id);
    if (intent.state === 'done') return intent.result as ModelStanding;
    const registeredName = `trademaster-${run.symbol}`;
    const { version } = await this.registry.findOrCreateVersion({
      name: registeredName,
      source: modelSourceOf(run.run_id),
      runId: run.run_id,
    });
    const model: PinnedModel = {
      requested_uri: `models:/${registeredName}/${version}`,
      run_id: run.run_id,
      registered_name: registeredName,
      version,
      ...training.model,
    };
    const champion = await this.challenge(seriesOf(run), run.run_id, model);
    return this.intents.done('mlflow.model_version', run.run_id, { registeredName, version, champion });
  }

  /** A later model stays challenger: that it is better has not been shown. */
  private challenge(series: SeriesKey, runId: string, model: PinnedModel): Promise<ModelStanding['champion']> {
    const { symbol, source, barSize, profile } = series;
    return this.database.withLock(`champion:${JSON.stringify([symbol, source, barSize, profile])}`, async () => {
      const current =
        (await this.champions.current(series)) ??
        (await this.champions.promote({ ...series, runId, model, reason: 'first' }));
      if (current.runId !== runId) return 'insufficient_evidence';
      await this.registry.setAlias(model.registered_name as string, CHAMPION_ALIAS, model.version as string);
      return 'first';
    });
  }
}

function seriesOf({ symbol, instrument, config }: RunContext): SeriesKey {
  return { symbol, source: instrument.source, barSize: config.bar_size, profile: config.profile };
}
