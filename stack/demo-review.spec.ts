import { demoReview } from './demo-review';

describe('npm run demo:review', () => {
  it('given the scripted review, when shown, then invented numbers are marked, the repair is seen and the decision stands on facts', async () => {
    const lines: string[] = [];
    await demoReview((line) => lines.push(line));
    const shown = lines.join('\n').replaceAll(/\n\s+/g, ' ');
    expect(shown).toContain('TechnicalAnalyst asks for get_indicators');
    expect(shown).toContain('support at 91.7 ✗');
    expect(shown).toContain('win rate is 80 % ?');
    expect(shown).toContain('stop: 97.45 ✗');
    expect(shown).toContain('decision.stop must be a price that stands in the facts (got 97.45)');
    expect(shown).toContain('stop: 94.1 ✓');
    expect(shown).toMatch(/decision {2}BUY at 35, stop 94\.1; changed by RiskManager/);
  });
});
