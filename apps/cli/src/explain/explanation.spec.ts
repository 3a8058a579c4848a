import type { ExplainedClaim } from '@trademaster/contracts';
import { exampleArtifact, exampleTradingSignal } from '@trademaster/testkit';
import { type Explained, explanationOf } from './explanation';
import { explanationText } from './explanation-text';

const rsi: ExplainedClaim = {
  message: 1,
  source: 'TechnicalAnalyst',
  text: '61.5',
  start: 0,
  status: 'supported',
  path: 'market.indicators.rsi_14',
  fact: 61.5,
};
const earned: ExplainedClaim = {
  message: 4,
  source: 'Executor',
  field: 'changed_by.claims[0]',
  text: '6.3 %',
  start: 0,
  status: 'supported',
  path: 'backtest.metrics.total_return',
  fact: 0.063,
};
const invented: ExplainedClaim = {
  message: 2,
  source: 'StrategyAnalyst',
  text: '80 %',
  start: 0,
  status: 'unsupported',
};

function explained(claims: ExplainedClaim[]): Explained {
  const artifacts = Object.fromEntries(
    ['bars', 'model', 'policy', 'facts', 'prompt', 'transcript', 'claims'].map((name) => [name, exampleArtifact(name)]),
  );
  const signal = exampleTradingSignal({ policy_action: 'BUY', action: 'HOLD' });
  return { run_id: 'f'.repeat(32), signal, decision_sha256: 'a'.repeat(64), claims, artifacts };
}

describe('an explanation', () => {
  it('given a changed decision, when shown, then decision, who, claim, fact and artifact stand in a chain', () => {
    const text = explanationText(explanationOf(explained([rsi, invented, earned])));
    expect(text).toContain('decision  HOLD');
    expect(text).toContain('policy    BUY');
    expect(text).toContain('RiskManager changed it, message 3');
    expect(text).toContain('why     The backtest earned 6.3 %.');
    const lines = text.split('\n').filter((line) => /^ {2}[✓✗?]/.test(line));
    expect(lines).toEqual([
      '  ✓ 6.3 %  (Executor, message 4, changed_by.claims[0]) → backtest.metrics.total_return = 0.063 → policy',
      '  ? 80 %  (StrategyAnalyst, message 2) → no fact is about it',
      '  ✓ 61.5  (TechnicalAnalyst, message 1) → market.indicators.rsi_14 = 61.5 → bars',
    ]);
    expect(text).toContain(`bars        sha256 ${exampleArtifact('bars').sha256.slice(0, 16)}`);
  });

  it('given a hundred claims, when shown, then it has 40 lines and says how many it left out', () => {
    const text = explanationText(explanationOf(explained(Array<ExplainedClaim>(100).fill(rsi))));
    expect(text.split('\n')).toHaveLength(40);
    expect(text).toMatch(/… and \d+ more in the artifact claims/);
  });
});
