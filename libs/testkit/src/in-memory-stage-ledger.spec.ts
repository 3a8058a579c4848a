import { InMemoryStageLedger } from './in-memory-stage-ledger';
import { stageLedgerContract } from './stage-ledger-contract';

stageLedgerContract('InMemoryStageLedger', () => {
  const ledger = new InMemoryStageLedger();
  return Promise.resolve({ ledgers: [ledger, ledger] });
});
