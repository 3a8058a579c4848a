import { TrialRow } from './entities/trial.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';

/** What trials and champions are kept by. */
export interface SeriesKey {
  symbol: string;
  /** Data source of the instrument. */
  source: string;
  barSize: string;
  profile: string;
}

export interface Trial extends SeriesKey {
  trialSha256: string;
  /** Session dates YYYY-MM-DD of the test window, both ends included. */
  firstTestDate: string;
  lastTestDate: string;
  /** Per bar, never annualised; absent where the trial has none. */
  sharpe?: number;
  runId: string;
}

export interface TrialWindow {
  series: SeriesKey;
  /** Session dates, both ends included. */
  firstDate: string;
  lastDate: string;
  /** A trial that does not count: the one that is about to be made. */
  except?: string;
}

export interface OverlappingTrials {
  /** Distinct hashes. */
  count: number;
  /** The newest per-bar Sharpe of each hash that has one, ordered by hash. */
  sharpes: number[];
  /** Variance (ddof 1) of `sharpes`; 0 for fewer than two. */
  sharpeVariance: number;
}

/** How often luck was tried: what the deflated Sharpe ratio has to discount. */
export class TrialLedger {
  constructor(private readonly database: LedgerDatabase) {}

  /** A retry or replay of the same trial on the same window counts once. */
  async record(trial: Trial): Promise<void> {
    const { trialSha256, firstTestDate, lastTestDate } = trial;
    await this.database.ask(({ manager }) =>
      firstWins(
        manager.getRepository(TrialRow),
        { ...trial, sharpe: trial.sharpe ?? null },
        { trialSha256, firstTestDate, lastTestDate },
      ),
    );
  }

  /** Trials of the series with a test window that shares at least one session with the given one. */
  async overlapping(window: TrialWindow): Promise<OverlappingTrials> {
    const rows: { sharpe: number | null }[] = await this.database.ask(({ manager }) => {
      const query = manager
        .createQueryBuilder(TrialRow, 'trial')
        .distinctOn(['trial.trialSha256'])
        .where({ ...window.series })
        .andWhere('trial.firstTestDate <= :last AND trial.lastTestDate >= :first', {
          first: window.firstDate,
          last: window.lastDate,
        })
        .orderBy('trial.trialSha256')
        .addOrderBy('trial.lastTestDate', 'DESC')
        .addOrderBy('trial.firstTestDate', 'DESC');
      if (window.except !== undefined) query.andWhere('trial.trialSha256 <> :except', { except: window.except });
      return query.getMany();
    });
    const sharpes = rows.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]));
    return { count: rows.length, sharpes, sharpeVariance: varianceOf(sharpes) };
  }
}

function varianceOf(values: number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
