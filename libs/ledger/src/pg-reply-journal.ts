import type { ReplyJournal } from '@trademaster/contracts';
import { ModelReplyRow } from './entities/model-reply.entity';
import { firstWins } from './first-wins';
import type { LedgerDatabase } from './ledger-database';

export class PgReplyJournal implements ReplyJournal {
  constructor(private readonly database: LedgerDatabase) {}

  async get(runId: string, call: number, requestSha256: string): Promise<string | undefined> {
    const key = { runId, call, requestSha256 };
    const row = await this.database.ask(({ manager }) => manager.findOneBy(ModelReplyRow, key));
    return row?.reply;
  }

  async put(runId: string, call: number, requestSha256: string, reply: string): Promise<string> {
    const key = { runId, call, requestSha256 };
    const { stored } = await this.database.ask(({ manager }) =>
      firstWins(manager.getRepository(ModelReplyRow), { ...key, reply }, key),
    );
    return stored.reply;
  }
}
