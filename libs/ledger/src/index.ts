export { type Champion, ChampionLedger } from './champion-ledger';
export { type LedgerRunStatus } from './entities/run.entity';
export { type Intent, Intents } from './intents';
export { LedgerDatabase, type LedgerDatabaseOptions, type LockOptions } from './ledger-database';
export { LedgerModule, REPLY_JOURNAL, STAGE_LEDGER } from './ledger.module';
export { PgReplyJournal } from './pg-reply-journal';
export { PgStageLedger } from './pg-stage-ledger';
export { type NewRequest, type NewRun, type RequestRecord, RunLedger, type RunRecord } from './run-ledger';
export { type OverlappingTrials, type SeriesKey, type Trial, TrialLedger, type TrialWindow } from './trial-ledger';
