import {
  exampleInferenceResult,
  exampleRunContext,
  exampleRunEnd,
  exampleTradingSignal,
  exampleTrainingResult,
} from '@trademaster/testkit';
import type { RunEnd } from '@trademaster/contracts';
import { renderCard } from './decision-card';

const context = exampleRunContext();
const training = exampleTrainingResult();

/** One line of text, however the card was wrapped. */
function flat(card: string): string {
  return card.replace(/\s+/g, ' ');
}

describe('the decision card', () => {
  it('given a reviewed run, when shown, then action, intent, confidence and its basis are the signal’s', () => {
    const signal = exampleTradingSignal({
      action: 'SELL',
      intent: 'close_long',
      confidence_score: 63,
      confidence: 'MEDIUM',
      confidence_level: 'MEDIUM',
    });
    const card = flat(renderCard({ run: exampleRunEnd({ signal }), context, training }));
    expect(card).toContain('SIMA (Simulated A) SELL, close long');
    expect(card).toContain('63 of 100, MEDIUM (agreement uncalibrated)');
  });

  it('given a change by the risk manager, when shown, then the card says who changed what, where and on which claims', () => {
    const signal = exampleTradingSignal({
      action: 'HOLD',
      policy_action: 'BUY',
      policy_confidence: 49,
      changed_by: { agent: 'RiskManager', message: 3, claims: ['backtest.verdict'], facts: [] },
    });
    expect(flat(renderCard({ run: exampleRunEnd({ signal }), context }))).toContain(
      'the policy said BUY at 49; changed by RiskManager (message 3) on backtest.verdict',
    );
  });

  it('given nobody changed it, when shown, then the card says that it was confirmed', () => {
    const signal = exampleTradingSignal();
    delete signal.changed_by;
    expect(flat(renderCard({ run: exampleRunEnd({ signal }) }))).toContain("the policy's BUY at 49 was confirmed");
  });

  it('given a training, when shown, then its backtest stands beside buy and hold with interval and verdict', () => {
    // testkit’s example: 0.063 against 0.041 on 135 bars, difference −0.11 to 0.159, drawdown −0.084.
    const card = flat(renderCard({ run: exampleRunEnd(), context, training }));
    expect(card).toContain('+6.3 % on 135 unseen bars, 2026-07-11 to 2026-11-22, after costs (worst drawdown 8.4 %)');
    expect(card).toContain('buy and hold +4.1 %; difference with 95 % between -11.0 % and +15.9 %');
    expect(card).toContain('not distinguishable: needs about 4100 bars, has 135');
  });

  it('given bars that the source has changed since, when shown, then a warning says which and by how much', () => {
    const revised_bars = { count: 12, first_date: '2026-01-05', last_date: '2026-01-20', largest_change: 0.0041 };
    const changed = { ...context, bars: { ...context.bars, revised_bars } };
    const signal = exampleTradingSignal();
    expect(flat(renderCard({ run: exampleRunEnd({ signal }), context: changed }))).toContain(
      'warning the source has changed its past: 12 bars from 2026-01-05 to 2026-01-20, a price by up to 0.41 %',
    );
    expect(renderCard({ run: exampleRunEnd({ signal }), context })).not.toContain('warning');
  });

  it('given a loaded model, when shown, then the backtest is that model’s own', () => {
    const inference = exampleInferenceResult();
    const card = flat(renderCard({ run: exampleRunEnd(), context, inference }));
    expect(card).toContain('+6.3 % on 135 unseen bars');
    expect(card).toContain('buy and hold +4.1 %');
  });

  it('given a metric without meaning, when shown, then its reason stands in its place', () => {
    const undefinedReturn = exampleTrainingResult();
    undefinedReturn.backtest.metrics.total_return = null;
    undefinedReturn.backtest.metrics_reasons.total_return = 'no bar in the window';
    expect(flat(renderCard({ run: exampleRunEnd(), training: undefinedReturn }))).toContain(
      'none (no bar in the window) on 135',
    );
  });

  it.each([
    [{ simulated: true, historical: false, provenance: 'model' as const }, ['SIMULATED'], ['HISTORICAL', 'RULES']],
    [{ simulated: false, historical: true, provenance: 'rules' as const }, ['HISTORICAL · RULES'], ['SIMULATED']],
    [
      { simulated: false, historical: false, provenance: 'model' as const, not_backtested: true },
      ['NOT BACKTESTED'],
      ['RULES'],
    ],
  ])('given provenance %j, when shown, then the badges are %j and not %j', (provenance, present, absent) => {
    const card = renderCard({ run: exampleRunEnd({ signal: exampleTradingSignal(provenance) }) });
    for (const badge of present) expect(card).toContain(badge);
    for (const badge of absent) expect(card).not.toContain(badge);
  });

  it('given hashes of data, model and decision, when shown, then each stands in full', () => {
    const run = exampleRunEnd();
    const card = renderCard({ run, context });
    for (const sha of [run.signal?.data_sha256, run.signal?.model_sha256, run.decision_sha256])
      expect(card).toContain(sha);
  });

  it('given addresses, when shown, then the run’s pages in MLflow and the WebUI are links', () => {
    const run = exampleRunEnd();
    const card = renderCard({ run, mlflowUrl: 'http://127.0.0.1:5000', webuiUrl: 'http://127.0.0.1:8080' });
    expect(card).toContain(`http://127.0.0.1:5000/#/experiments/7/runs/${run.run_id}`);
    expect(card).toContain(`http://127.0.0.1:8080/api/artifacts/?run_id=${run.run_id}`);
  });

  it('given a failed run, when shown, then stage, code, field, message and the way to go on are there', () => {
    const run: RunEnd = {
      run_id: 'a'.repeat(32),
      experiment_id: '7',
      symbol: 'GGA',
      status: 'FAILED',
      attempt: 0,
      failure: {
        stage: 'symbol-resolver',
        code: 'data_not_found',
        field: 'config.data.path',
        message: 'no such file',
        retryable: false,
      },
    };
    const card = flat(renderCard({ run }));
    expect(card).toContain('GGA FAILED at symbol-resolver');
    expect(card).toContain('data_not_found (config.data.path): no such file');
    expect(card).toContain(`npx trademaster retry ${run.run_id} (after its cause is mended)`);
  });

  it('given train_backtest, when shown, then it says that there is no signal and shows the backtest', () => {
    const {
      signal: _,
      decision_sha256: __,
      ...run
    } = exampleRunEnd({ note: 'train_backtest: no inference, no review, no signal' });
    const card = flat(renderCard({ run, context, training }));
    expect(card).toContain('SIMA no signal');
    expect(card).toContain('train_backtest: no inference, no review, no signal');
    expect(card).toContain('+6.3 % on 135 unseen bars');
    expect(card).toContain(training.model.onnx.sha256);
  });

  it('given any run, when shown, then no line is longer than 100 characters', () => {
    const lines = renderCard({ run: exampleRunEnd(), context, training, mlflowUrl: 'http://127.0.0.1:5000' }).split(
      '\n',
    );
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });
});
