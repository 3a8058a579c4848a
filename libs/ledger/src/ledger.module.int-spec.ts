import { Test } from '@nestjs/testing';
import {
  ChampionLedger,
  Intents,
  LedgerDatabase,
  LedgerModule,
  REPLY_JOURNAL,
  RunLedger,
  STAGE_LEDGER,
  TrialLedger,
} from '.';

describe('the ledger as a Nest module', () => {
  it('given a database, when an app is built, then every part is there and works, and closing the app closes it', async () => {
    const app = await Test.createTestingModule({
      imports: [LedgerModule.forRoot(process.env.DATABASE_URL ?? '')],
    }).compile();
    const parts = [STAGE_LEDGER, REPLY_JOURNAL, RunLedger, Intents, TrialLedger, ChampionLedger];
    for (const part of parts) expect(app.get(part)).toBeDefined();
    const database = app.get(LedgerDatabase);
    await database.ping();
    await app.close();
    await expect(database.ping()).rejects.toMatchObject({ code: 'ledger_unavailable' });
  });
});
