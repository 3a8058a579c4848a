import fc from 'fast-check';
import { textMessage } from '@trademaster/agentchat';
import { ANY_RUN } from '../../../test/any-run';
import { answer, proposal, TEAM, vetoed } from '../../../test/proposals';
import { executorWords } from '../team/rules/executor-words';
import { riskManagerWords } from '../team/rules/risk-assessment';
import { strategyWords } from '../team/rules/strategy-words';
import { technicalWords } from '../team/rules/technical-words';
import { detailedFacts } from '../facts/review-facts';
import { claimLedger } from './claim-ledger';
import { quotableFacts } from './quotable-facts';

const { rules } = TEAM.team;
const FACTS = quotableFacts(detailedFacts(proposal()), rules);
const said = (source: string, content: string) => textMessage({ id: source, created_at: '' }, source, content);

describe('claim ledger', () => {
  it('given a transcript, when matched, then each number has its message, author, fact and the fact’s value', () => {
    const { claims, counts, grounded_share } = claimLedger(
      [
        said('user', 'Review 12345.'),
        said('TechnicalAnalyst', 'RSI 14 is 61.5 and support is at 91.7.'),
        said('RiskManager', 'A win rate of 80 %.'),
        said(
          'Executor',
          JSON.stringify(answer({ stop: 94.1, reasoning: 'Nobody objects.', key_factors: ['a drawdown of 8.4 %'] })),
        ),
      ],
      'Executor',
      FACTS,
    );
    expect(
      claims.map(({ message, source, field, text, status, path, fact }) => [
        message,
        source,
        field,
        text,
        status,
        path,
        fact,
      ]),
    ).toEqual([
      [1, 'TechnicalAnalyst', undefined, '61.5', 'supported', 'market.indicators.rsi_14', 61.5],
      [1, 'TechnicalAnalyst', undefined, '91.7', 'contradicted', 'market.indicators.support', 94.1],
      [2, 'RiskManager', undefined, '80 %', 'unsupported', undefined, undefined],
      [3, 'Executor', 'stop', '94.1', 'supported', 'market.indicators.support', 94.1],
      [3, 'Executor', 'key_factors[0]', '8.4 %', 'supported', 'backtest.metrics.max_drawdown', -0.084],
    ]);
    expect(counts).toEqual({ supported: 3, contradicted: 1, unsupported: 1 });
    expect(grounded_share).toBe(0.6);
  });

  it('given a decider whose answer was malformed, when matched, then it is read as the text that it is', () => {
    const { claims } = claimLedger([said('Executor', '{"stop": 91.7')], 'Executor', FACTS);
    expect(claims).toMatchObject([{ text: '91.7', status: 'contradicted' }]);
  });

  it('given nobody states a number, when matched, then there is no share', () => {
    const silent = claimLedger(
      [said('Executor', JSON.stringify(vetoed({ reasoning: 'Too risky.', key_factors: ['risk'] })))],
      'Executor',
      FACTS,
    );
    expect(silent.grounded_share).toBeNull();
  });

  it('given any run, when the rule-based team speaks, then every number it states is borne out', () => {
    fc.assert(
      fc.property(ANY_RUN, (run) => {
        const facts = detailedFacts(run);
        const words = [technicalWords, strategyWords, riskManagerWords].map((speak) => speak(facts, rules));
        const messages = [...words.map((text) => said('Analyst', text)), said('Executor', executorWords(facts, rules))];
        const { claims } = claimLedger(messages, 'Executor', quotableFacts(facts, rules));
        const loose = claims.filter(({ status }) => status !== 'supported');
        expect(loose.map((claim) => ({ ...claim, in: messages[claim.message]?.content }))).toEqual([]);
      }),
      { numRuns: 60, seed: 6 },
    );
  });
});
