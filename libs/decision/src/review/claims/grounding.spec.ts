import { answer, proposal, TEAM } from '../../../test/proposals';
import type { ExecutorAnswer } from '../decision/executor-answer.dto';
import { detailedFacts } from '../facts/review-facts';
import { groundingOffences } from './grounding';
import { quotableFacts } from './quotable-facts';

/** The example run: close 100, support 94.1, resistance not known, stop 95, target 110, confidence 49, Sharpe 0.91. */
const FACTS = quotableFacts(detailedFacts(proposal()), TEAM.team.rules, { target_position: 0.5, confidence: 20 });
const offencesOf = (given: Partial<ExecutorAnswer>) =>
  groundingOffences(answer(given), FACTS).map(({ message }) => message);

describe('what an answer states without a fact', () => {
  it.each<[string, Partial<ExecutorAnswer>, RegExp]>([
    [
      'a stop at no price of the run',
      { stop: 97.45 },
      /decision\.stop must be a price that stands in the facts \(got 97\.45\)/,
    ],
    ['an entry of its own', { entry: 100.7 }, /decision\.entry must be a price/],
    ['a target beyond all prices', { target: 123 }, /decision\.target must be a price/],
    [
      'an invented support',
      { reasoning: 'Support at 91.7 holds.' },
      /decision\.reasoning states 91\.7, but market\.indicators\.support is 94\.1/,
    ],
    [
      'a level where none is known',
      { key_factors: ['Resistance is at 120.'] },
      /key_factors\[0\] states 120, but market\.indicators\.resistance is not known/,
    ],
    [
      'a price that nobody measured',
      { reasoning: 'The price may fall to 87 from here.' },
      /states the level 87, which no fact/,
    ],
    ['an amount of money', { reasoning: 'The order costs $250 today.' }, /states the level \$250, which no fact/],
    [
      'another Sharpe ratio',
      { reasoning: 'The Sharpe ratio is 2.4 out of sample.' },
      /states 2\.4, but backtest\.metrics\.sharpe is 0\.91/,
    ],
    [
      'a false ground of a change',
      { changed_by: { agent: 'RiskManager', claims: ['The drawdown was 30 %.'] } },
      /changed_by\.claims\[0\] states 30 %, but backtest\.metrics\.max_drawdown is -0\.084/,
    ],
  ])('given %s, when held against the facts, then it is refused with the fact', (_, given, message) => {
    expect(offencesOf(given)).toEqual([expect.stringMatching(message)]);
  });

  it.each<[string, Partial<ExecutorAnswer>]>([
    ['levels at prices of the run', { entry: 99.2, stop: 94.1, target: 110 }],
    ['a level rounded to the digits it has', { stop: 98.2 }],
    ['facts in another unit', { reasoning: 'It earned 6.3 % with a drawdown of 8.4 %; RSI 14 is 61.5.' }],
    ['what was decided itself', { reasoning: 'The confidence is lowered to 20 and the position is 50 % of equity.' }],
    ['a number that is no level', { reasoning: 'I gave this 7 minutes of thought, all the same.' }],
  ])('given %s, when held against the facts, then nothing is refused', (_, given) => {
    expect(offencesOf(given)).toEqual([]);
  });
});
