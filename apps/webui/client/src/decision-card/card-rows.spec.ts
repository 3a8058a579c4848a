import {
  exampleInferenceResult,
  exampleTradingSignal,
  exampleTrainingResult,
} from '../../../../../libs/testkit/src/result-examples';
import { exampleRunContext } from '../../../../../libs/testkit/src/run-examples';
import { cardGroups, type DecisionFacts } from './card-rows';
import { artifactUrl, sourcesOf } from './sources';

const RUN = 'a'.repeat(32);
const MLFLOW = `http://127.0.0.1:5000/#/experiments/7/runs/${RUN}`;
const overview = sourcesOf({ runId: RUN, mlflowUrl: MLFLOW, onRunPage: false });

const facts = (overrides: Partial<DecisionFacts> = {}): DecisionFacts => ({
  signal: exampleTradingSignal(),
  decision_sha256: 'd'.repeat(64),
  context: exampleRunContext(),
  training: exampleTrainingResult(),
  inference: null,
  ...overrides,
});

/** The card as plain text: `label text`, one line a row. */
function textOf(of: DecisionFacts): string {
  const rows = cardGroups(of, overview).flatMap((group) => group.rows);
  return rows
    .map(
      ({ label, parts }) => `${label} ${parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')}`,
    )
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

describe('the decision card of the page', () => {
  // The same facts and words as apps/cli/src/card/decision-card.spec.ts, from the same examples.
  it('given a reviewed run, when shown, then position, levels, confidence, backtest and verdict are the events’', () => {
    const card = textOf(facts());
    expect(card).toContain('position 0 % → 100 % of equity (paper), to be filled at the next open');
    expect(card).toContain('levels entry 100.00, stop 95.00, target 110.00, 2.0 R, size 100 %');
    expect(card).toContain('confidence 49 of 100, LOW (agreement uncalibrated)');
    expect(card).toContain('+6.3 % on 135 unseen bars, 2026-07-11 to 2026-11-22, after costs (worst drawdown 8.4 %)');
    expect(card).toContain('buy and hold +4.1 %; difference with 95 % between −11.0 % and +15.9 %');
    expect(card).toContain('verdict not distinguishable: needs about 4100 bars, has 135');
  });

  it('given a change by the risk manager, when shown, then who changed what, where and why', () => {
    const changed_by = { agent: 'RiskManager', message: 3, claims: ['backtest.verdict'], facts: [] };
    const signal = exampleTradingSignal({ policy_action: 'BUY', policy_confidence: 49, changed_by });
    expect(textOf(facts({ signal }))).toContain(
      'the policy said BUY at 49; changed by RiskManager (message 3) on backtest.verdict',
    );
  });

  it('given nobody changed it, when shown, then it was confirmed', () => {
    expect(textOf(facts({ signal: exampleTradingSignal({ changed_by: undefined }) }))).toContain(
      "the policy's BUY at 49 was confirmed",
    );
  });

  it('given a loaded model, when shown, then the backtest is that model’s own', () => {
    expect(textOf(facts({ training: null, inference: exampleInferenceResult() }))).toContain(
      '+6.3 % on 135 unseen bars',
    );
  });

  it('given a metric without meaning, when shown, then its reason stands in its place', () => {
    const training = exampleTrainingResult();
    training.backtest.metrics.total_return = null;
    training.backtest.metrics_reasons.total_return = 'no bar in the window';
    expect(textOf(facts({ training }))).toContain('none (no bar in the window) on 135');
  });

  it('given bars that the source has changed since, when shown, then a warning says so', () => {
    const context = exampleRunContext();
    context.bars.revised_bars = {
      count: 12,
      first_date: '2026-01-05',
      last_date: '2026-01-20',
      largest_change: 0.0041,
    };
    expect(textOf(facts({ context }))).toContain(
      'warning the source has changed its past: 12 bars from 2026-01-05 to 2026-01-20, a price by up to 0.41 %',
    );
  });

  it('given any card, when shown, then no digit stands outside a link to its source', () => {
    const parts = cardGroups(facts(), overview).flatMap(({ rows }) => rows.flatMap((row) => row.parts));
    expect(parts.filter((part) => typeof part === 'string' && /\d/.test(part))).toEqual([]);
    for (const part of parts) if (typeof part !== 'string') expect(part.href).toMatch(/^(\/runs\/a{32}#|http:)/);
  });
});

describe('sources', () => {
  it('given the overview, when a metric is followed, then to the run’s section; from there on into MLflow', () => {
    expect(overview.metric('backtest')).toBe(`/runs/${RUN}#backtest`);
    expect(sourcesOf({ runId: RUN, mlflowUrl: MLFLOW, onRunPage: true }).metric('backtest')).toBe(
      `${MLFLOW}/model-metrics`,
    );
  });

  it('given an artifact of another run, when followed, then to that run’s bytes in MLflow', () => {
    expect(artifactUrl(MLFLOW, { uri: 'mlflow-artifacts:/3/fedc/artifacts/facts/model.onnx' })).toBe(
      'http://127.0.0.1:5000/#/experiments/3/runs/fedc/artifacts/facts/model.onnx',
    );
  });
});
