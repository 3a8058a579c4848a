import type { PinnedModel } from '@trademaster/contracts';
import { ChampionRow } from './entities/champion.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';
import type { SeriesKey } from './trial-ledger';

export interface Champion extends SeriesKey {
  runId: string;
  /** By its bytes and registered version, as later runs pin it. */
  model: PinnedModel;
  /** `first`, or what the comparison found. */
  reason: string;
  promotedAt: Date;
}

/** Which model is the one to beat, per symbol, source, bar size and profile. */
export class ChampionLedger {
  constructor(private readonly database: LedgerDatabase) {}

  async current({ symbol, source, barSize, profile }: SeriesKey): Promise<Champion | undefined> {
    const row = await this.database.ask(({ manager }) =>
      manager.findOne(ChampionRow, {
        where: { symbol, source, barSize, profile },
        order: { promotion: 'DESC' },
      }),
    );
    return row ?? undefined;
  }

  /**
   * Makes a run's model the champion; a second promotion of the same run changes nothing. Compare and promote under
   * LedgerDatabase.withLock of the series, or two first successes both become champion.
   */
  async promote(champion: Omit<Champion, 'promotedAt'>): Promise<Champion> {
    const { runId } = champion;
    const { stored } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(ChampionRow), champion, { runId }),
    );
    return stored;
  }
}
