import { CALLS_PER_ATTEMPT, type JournalEntry, type ReplyJournal } from '@trademaster/contracts';
import { Between } from 'typeorm';
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

  async entries(runId: string, attempt: number): Promise<JournalEntry[]> {
    const from = attempt * CALLS_PER_ATTEMPT;
    const call = Between(from, from + CALLS_PER_ATTEMPT - 1);
    const rows = await this.database.ask(({ manager }) =>
      manager.find(ModelReplyRow, { where: { runId, call }, order: { call: 'ASC', requestSha256: 'ASC' } }),
    );
    return rows.map((row) => ({ call: row.call, request_sha256: row.requestSha256, reply: row.reply }));
  }
}
