import type { PinnedModel } from '@trademaster/contracts';
import { ChampionRow } from './entities/champion.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';
import type { SeriesKey } from './trial-ledger';

export interface Champion extends SeriesKey {
  runId: string;
  /** By its bytes and registered version, as later runs pin it. */
  model: PinnedModel;
  /** What promoted it: `run <id>` for its own success, something unique for what somebody asked for. */
  cause: string;
  /** `first`, what the contest found, or what somebody said. */
  reason: string;
  /** Verdict of the model's own backtest, where it is known. */
  verdict: string | null;
  /** `trademaster`, or the person who asked. */
  promotedBy: string;
  promotedAt: Date;
}

/** Which model is the one to beat, per symbol, source, bar size and profile, and how it came to that. */
export class ChampionLedger {
  constructor(private readonly database: LedgerDatabase) {}

  async current(series: SeriesKey): Promise<Champion | undefined> {
    return (await this.history(series))[0];
  }

  /** Every promotion of a series, the newest first; with a symbol alone, of all its series. */
  history({ symbol, source, barSize, profile }: Partial<SeriesKey> & Pick<SeriesKey, 'symbol'>): Promise<Champion[]> {
    const given = { source, barSize, profile };
    const where = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return this.database.ask(({ manager }) =>
      manager.find(ChampionRow, { where: { symbol, ...where }, order: { promotion: 'DESC' } }),
    );
  }

  /**
   * Makes a run's model the champion; a second promotion for the same cause changes nothing. Compare and promote under
   * LedgerDatabase.withLock of the series, or two first successes both become champion.
   */
  async promote(champion: Omit<Champion, 'promotedAt'>): Promise<Champion> {
    const { cause } = champion;
    const { stored } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(ChampionRow), champion, { cause }),
    );
    return stored;
  }
}
