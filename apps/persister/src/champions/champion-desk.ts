import type { RunContext } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import type { Champion, ChampionLedger, LedgerDatabase, RunLedger, SeriesKey } from '@trademaster/ledger';
import type { MlflowClient, MlflowModelRegistry } from '@trademaster/mlflow';
import { foldRun } from '../run-fold';
import { modelOfRun } from './registered-model';
import type { PromotionRequest, RollbackRequest } from './promotion-request.dto';

export const CHAMPION_ALIAS = 'champion';

/** One promotion, for people and programs. */
export interface PromotionRecord {
  symbol: string;
  source: string;
  bar_size: string;
  profile: string;
  run_id: string;
  model_uri: string;
  verdict: string | null;
  reason: string;
  promoted_by: string;
  promoted_at: string;
}

/** Champions as people make them: by name, with a reason, on the record. Automatic ones are TrackRecord's. */
export class ChampionDesk {
  constructor(
    private readonly database: Pick<LedgerDatabase, 'withLock'>,
    private readonly runs: Pick<RunLedger, 'run' | 'factsOf'>,
    private readonly champions: Pick<ChampionLedger, 'history' | 'promote'>,
    private readonly registry: Pick<MlflowModelRegistry, 'findOrCreateVersion' | 'setAlias'>,
    private readonly mlflow: Pick<MlflowClient, 'logBatch'>,
    private readonly newId: () => string,
  ) {}

  /** Errors: `run_unknown`, `model_not_found` for a run that did not finish with a model of its own. */
  async promote({ run_id: runId, by, why }: PromotionRequest): Promise<PromotionRecord> {
    const run = await this.runs.run(runId);
    if (!run) throw new PipelineError('run_unknown', `no run has the id ${runId}`, { field: 'run_id' });
    const { status, facts } = foldRun(run.mode, await this.runs.factsOf(runId));
    const trained = facts['model.trained']?.data;
    if (status !== 'FINISHED' || !trained) {
      const what = trained ? status : `${status} and trained no model`;
      throw new PipelineError(
        'model_not_found',
        `run ${runId} is ${what}: only a finished one's model can be promoted`,
        {
          field: 'run_id',
        },
      );
    }
    const series = seriesOf(trained.run);
    const model = await modelOfRun(this.registry, trained);
    const { verdict } = trained.training.backtest.verdict;
    return this.record({ ...series, runId, model, verdict, reason: why, promotedBy: by });
  }

  /** Errors: `model_not_found` where nobody was champion before, `request_invalid` where `source` has to be said. */
  async rollback({ symbol, source, by, why }: RollbackRequest): Promise<PromotionRecord> {
    const history = await this.champions.history({ symbol, ...(source === undefined ? {} : { source }) });
    const sources = [...new Set(history.map((champion) => champion.source))];
    if (sources.length > 1) {
      throw new PipelineError('request_invalid', `${symbol} has champions of ${sources.join(', ')}: say which source`, {
        field: 'source',
      });
    }
    const [current] = history;
    const before = history.find(({ runId }) => runId !== current?.runId);
    if (!current || !before) {
      const has = current ? `never had another champion than run ${current.runId}` : 'has no champion';
      throw new PipelineError('model_not_found', `${symbol} ${has}`, { field: 'symbol' });
    }
    const { barSize, profile, runId, model, verdict } = before;
    const reason = `rollback from run ${current.runId}: ${why}`;
    return this.record({
      ...{ symbol, source: before.source, barSize, profile, runId, model, verdict, reason },
      promotedBy: by,
    });
  }

  private record(champion: Omit<Champion, 'promotedAt' | 'cause'>): Promise<PromotionRecord> {
    return this.database.withLock(championLock(champion), async () => {
      const promoted = await this.champions.promote({ ...champion, cause: `request ${this.newId()}` });
      const { registered_name: name, version } = promoted.model;
      await this.registry.setAlias(name as string, CHAMPION_ALIAS, version as string);
      const tags = {
        'model.champion': promoted.reason,
        'model.champion_by': promoted.promotedBy,
        'model.champion_at': promoted.promotedAt.toISOString(),
      };
      await this.mlflow.logBatch(promoted.runId, { tags });
      return recordOf(promoted);
    });
  }
}

/** Who compares or promotes holds it. */
export function championLock({ symbol, source, barSize, profile }: SeriesKey): string {
  return `champion:${JSON.stringify([symbol, source, barSize, profile])}`;
}

export function seriesOf({ symbol, instrument, config }: RunContext): SeriesKey {
  return { symbol, source: instrument.source, barSize: config.bar_size, profile: config.profile };
}

function recordOf({ symbol, source, barSize, profile, runId, model, ...rest }: Champion): PromotionRecord {
  return {
    symbol,
    source,
    bar_size: barSize,
    profile,
    run_id: runId,
    model_uri: model.requested_uri,
    verdict: rest.verdict,
    reason: rest.reason,
    promoted_by: rest.promotedBy,
    promoted_at: rest.promotedAt.toISOString(),
  };
}
