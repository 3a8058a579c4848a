import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { BarLedger } from './bar-ledger';
import { ChampionLedger } from './champion-ledger';
import { Intents } from './intents';
import { LedgerDatabase, type LedgerDatabaseOptions } from './ledger-database';
import { PgReplyJournal } from './pg-reply-journal';
import { PgStageLedger } from './pg-stage-ledger';
import { RunLedger } from './run-ledger';
import { TrialLedger } from './trial-ledger';

/** Injection token of the StageLedger (libs/contracts). */
export const STAGE_LEDGER = Symbol('STAGE_LEDGER');
/** Injection token of the ReplyJournal (libs/contracts). */
export const REPLY_JOURNAL = Symbol('REPLY_JOURNAL');

const onDatabase = <T>(build: new (database: LedgerDatabase) => T, provide: symbol | typeof build = build) => ({
  provide,
  inject: [LedgerDatabase],
  useFactory: (database: LedgerDatabase) => new build(database),
});

/** The ledger for a Nest app: connected and migrated before anything that injects it is built. */
@Module({})
export class LedgerModule implements OnApplicationShutdown {
  constructor(@Inject(LedgerDatabase) private readonly database: LedgerDatabase) {}

  static forRoot(databaseUrl: string, options: LedgerDatabaseOptions = {}): DynamicModule {
    const parts = [
      onDatabase(PgStageLedger, STAGE_LEDGER),
      onDatabase(PgReplyJournal, REPLY_JOURNAL),
      onDatabase(RunLedger),
      onDatabase(Intents),
      onDatabase(BarLedger),
      onDatabase(TrialLedger),
      onDatabase(ChampionLedger),
    ];
    return {
      module: LedgerModule,
      global: true,
      providers: [{ provide: LedgerDatabase, useFactory: () => LedgerDatabase.open(databaseUrl, options) }, ...parts],
      exports: [LedgerDatabase, ...parts.map(({ provide }) => provide)],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
