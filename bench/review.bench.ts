import { measureOverhead } from '../libs/agentchat/src/overhead.bench';
import { type LedgerFigures, measureLedger } from '../libs/claims/src/labelled.bench';
import type { Bench, Figure } from './figure';

/** What the review costs beside the model's own time, and how well the claim ledger tells true numbers from false. */
export const bench: Bench = async function* () {
  for (const messages of [10, 40, 200]) {
    const value = await measureOverhead(messages);
    yield { figure: `overhead_ms_${messages}`, value, unit: 'ms CPU per message', samples: 6, target: { atMost: 0.5 } };
  }
  yield* ledgerFigures('', measureLedger('held-out'));
  yield* ledgerFigures('_tuned', measureLedger('tuned'));
};

function ledgerFigures(
  suffix: string,
  { sentences, trueNumbers, falseNumbers, refused, missed }: LedgerFigures,
): Omit<Figure, 'bench'>[] {
  const share = {
    unit: 'share',
    samples: 1,
    detail: { sentences, true_numbers: trueNumbers, false_numbers: falseNumbers },
  };
  return [
    { figure: `ledger_catch${suffix}`, value: 1 - missed.length / falseNumbers, ...share, target: { atLeast: 0.95 } },
    {
      figure: `ledger_false_refusal${suffix}`,
      value: refused.length / trueNumbers,
      ...share,
      target: { atMost: 0.03 },
    },
  ];
}
