import { Injectable } from '@nestjs/common';
import type { ModelTrained, PinnedModel } from '@trademaster/contracts';
import type { Champion, ChampionLedger, Intents, LedgerDatabase, TrialLedger } from '@trademaster/ledger';
import type { MlflowModelRegistry } from '@trademaster/mlflow';
import { CHAMPION_ALIAS, championLock, seriesOf } from './champions/champion-desk';
import type { ModelContest } from './champions/model-contest';
import { modelOfRun } from './champions/registered-model';

/** Who promotes when nobody asked. */
const OURSELVES = 'trademaster';

/** What became of a finished run's model. */
interface ModelStanding {
  registeredName: string;
  version: string;
  /** `first`, `promoted: …` or `insufficient_evidence: …`, in words with the numbers it rests on. */
  champion: string;
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
    private readonly contest: Pick<ModelContest, 'play'>,
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

  /**
   * One version per run. The first success of a series becomes champion, a later one if it wins the contest. The caller
   * holds the run's lock.
   */
  async register(trained: ModelTrained): Promise<ModelStanding> {
    const { run } = trained;
    const intent = await this.intents.plan<ModelStanding>('mlflow.model_version', run.run_id);
    if (intent.state === 'done') return intent.result as ModelStanding;
    const model = await modelOfRun(this.registry, trained);
    const champion = await this.challenge(trained, model);
    const { registered_name: registeredName, version } = model;
    return this.intents.done('mlflow.model_version', run.run_id, { registeredName, version, champion });
  }

  private challenge({ run, training }: ModelTrained, model: PinnedModel): Promise<string> {
    const series = seriesOf(run);
    return this.database.withLock(championLock(series), async () => {
      const current = await this.champions.current(series);
      // After a crash between promotion and record the run finds itself.
      const reason =
        current?.runId === run.run_id ? current.reason : await this.reasonAgainst(current, run.bars, model);
      if (reason.startsWith('insufficient_evidence')) return reason;
      const { verdict } = training.backtest.verdict;
      const cause = `run ${run.run_id}`;
      await this.champions.promote({
        ...series,
        runId: run.run_id,
        model,
        cause,
        reason,
        verdict,
        promotedBy: OURSELVES,
      });
      // Somebody may have been promoted between a crash and this repetition: the ledger says who is champion.
      const { registered_name, version } = ((await this.champions.current(series)) as Champion).model;
      await this.registry.setAlias(registered_name as string, CHAMPION_ALIAS, version as string);
      return reason;
    });
  }

  private async reasonAgainst(
    current: Champion | undefined,
    bars: ModelTrained['run']['bars'],
    model: PinnedModel,
  ): Promise<string> {
    return current ? (await this.contest.play(bars.artifact, current.model, model)).reason : 'first';
  }
}
