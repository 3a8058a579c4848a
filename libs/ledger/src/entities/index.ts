import { AuditRow } from './audit.entity';
import { ChampionRow } from './champion.entity';
import { FactRow } from './fact.entity';
import { IntentRow } from './intent.entity';
import { ModelReplyRow } from './model-reply.entity';
import { RequestCompletionRow } from './request-completion.entity';
import { RequestRow } from './request.entity';
import { RunRow } from './run.entity';
import { StageClaimRow } from './stage-claim.entity';
import { StageResultRow } from './stage-result.entity';
import { StoredBarRow } from './stored-bar.entity';
import { TrialRow } from './trial.entity';

export const LEDGER_ENTITIES = [
  StageResultRow,
  StageClaimRow,
  ModelReplyRow,
  RequestRow,
  RequestCompletionRow,
  RunRow,
  FactRow,
  IntentRow,
  TrialRow,
  ChampionRow,
  AuditRow,
  StoredBarRow,
];
