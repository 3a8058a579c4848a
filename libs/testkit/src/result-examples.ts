import {
  type BacktestResult,
  type DataWindows,
  type InferenceResult,
  sha256Hex,
  type TradingSignal,
  type TrainingResult,
  type VerdictStatement,
} from '@trademaster/contracts';
import { EXAMPLE_RUN_ID, exampleArtifact, exampleBars, exampleRunContext } from './run-examples';

const BUY_AND_HOLD = { total_return: 0.041, annualised_return: 0.1155, sharpe: 0.58, max_drawdown: -0.132 };

/** 900 bars cut 70 / 15 / 15. */
export function exampleWindows(): DataWindows {
  return {
    train: { first_date: '2024-06-06', last_date: '2026-02-25', bars: 630 },
    validation: { first_date: '2026-02-26', last_date: '2026-07-10', bars: 135 },
    test: { first_date: '2026-07-11', last_date: '2026-11-22', bars: 135 },
  };
}

export function exampleVerdict(overrides: Partial<VerdictStatement> = {}): VerdictStatement {
  return {
    verdict: 'not_distinguishable',
    statement: 'Earned 2.2 points more than buy and hold on 135 bars (95 %: -11.0 to 15.9): luck alone explains it.',
    confidence_cap: 49,
    bars_had: 135,
    bars_needed: 4100,
    ...overrides,
  };
}

/** One metric has no meaning here and says why: nothing was lost on any bar, so there is no Sortino ratio. */
export function exampleBacktest(overrides: Partial<BacktestResult> = {}): BacktestResult {
  return {
    out_of_sample: exampleWindows().test,
    metrics: {
      total_return: 0.063,
      annualised_return: 0.18,
      sharpe: 0.91,
      sortino: null,
      max_drawdown: -0.084,
      trades: 9,
    },
    metrics_reasons: { sortino: 'no bar with a loss' },
    baselines: [
      { name: 'buy_and_hold', metrics: { ...BUY_AND_HOLD }, metrics_reasons: {} },
      { name: 'flat', metrics: { total_return: 0, sharpe: null }, metrics_reasons: { sharpe: 'returns do not vary' } },
    ],
    excess_return_interval: { low: -0.11, high: 0.159 },
    total_return_interval: { low: -0.13, high: 0.24 },
    sharpe_interval: { low: -1.4, high: 3.1 },
    excess_sharpe_interval: { low: -1.9, high: 2.6 },
    bootstrap: { draws: 2000, seed: 20240229, mean_block: 2.4, sharpe_better: 0.61 },
    seeds_spread: { total_return_median: 0.058, total_return_q1: 0.02, total_return_q3: 0.07 },
    verdict: exampleVerdict(),
    ...overrides,
  };
}

export function exampleTrainingResult(overrides: Partial<TrainingResult> = {}): TrainingResult {
  return {
    model: { onnx: exampleArtifact('model', 'onnx'), policy: exampleArtifact('policy') },
    hyperparameters: { algorithm: 'double_dqn', epochs: '12', gamma: '0.9', learning_rate: '0.001', seeds: '11,23,47' },
    windows: exampleWindows(),
    training_metrics: { 'seed_11.best_validation_return': 0.04, 'seed_23.best_validation_return': 0.05 },
    backtest: exampleBacktest(),
    training_curve: exampleArtifact('training-curve'),
    backtest_detail: exampleArtifact('backtest'),
    report: exampleArtifact('report', 'html'),
    seconds: 21.5,
    engine_version: '1',
    trial_sha256: sha256Hex('example trial'),
    trial_sharpe: 0.0476,
    ...overrides,
  };
}

/** Flat today, the members agree on long: entry 100, stop 95, target 110, so the reward is twice the risk. */
export function exampleInferenceResult(overrides: Partial<InferenceResult> = {}): InferenceResult {
  const { model, windows, hyperparameters, backtest } = exampleTrainingResult();
  return {
    policy: {
      action: 'BUY',
      intent: 'open_long',
      current_position: 0,
      target_position: 1,
      position_source: 'paper',
      confidence: 49,
      confidence_basis: 'agreement_uncalibrated',
      votes: [
        { seed: 11, target: 1 },
        { seed: 23, target: 1 },
        { seed: 47, target: 1 },
      ],
      agreement: 1,
      levels: { entry: 100, stop: 95, target: 110, r_multiple: 2, size: 1 },
    },
    market: {
      indicators: {
        last_close: 100,
        sma_20: 98.2,
        sma_50: 96.4,
        rsi_14: 61.5,
        atr_14: 2.5,
        annualised_volatility: 0.31,
        support: 94.1,
        resistance: null,
      },
      indicators_reasons: { resistance: 'no swing high above the last close' },
      last_closes: [96.1, 97.3, 98.8, 99.2, 100],
      trend: 'up',
    },
    model: { requested_uri: `runs:/${EXAMPLE_RUN_ID}/model`, run_id: EXAMPLE_RUN_ID, ...model },
    model_hyperparameters: hyperparameters,
    model_windows: windows,
    verdict: exampleVerdict(),
    backtest_metrics: backtest.metrics,
    buy_and_hold_metrics: { ...BUY_AND_HOLD },
    last_bar_closed_at: '2026-11-23T00:00:00.000Z',
    valid_until: '2026-11-24T00:00:00.000Z',
    ...overrides,
  };
}

/** The policy's proposal as the rule-based team confirmed it. */
export function exampleTradingSignal(overrides: Partial<TradingSignal> = {}): TradingSignal {
  return {
    symbol: 'SIMA',
    action: 'BUY',
    confidence: 'LOW',
    confidence_level: 'LOW',
    confidence_score: 49,
    reasoning:
      'Three of three members want to be long; the backtest cannot be told from luck, so confidence is capped.',
    key_factors: ['3 of 3 members vote long', 'last close 100 above its 20-bar mean 98.2'],
    trend: 'up',
    support_level: 94.1,
    suggested_entry_price: 100,
    suggested_stop_loss: 95,
    suggested_take_profit: 110,
    entry_price: 100,
    stop_loss: 95,
    take_profit: 110,
    r_multiple: 2,
    risk_reward_ratio: 2,
    position_size_percent: 100,
    is_actionable: true,
    timeframe_analyzed: '1 day',
    model_used: 'rules',
    generated_at: '2026-11-23T06:00:00.000Z',
    intent: 'open_long',
    current_position: 0,
    target_position: 1,
    position_source: 'paper',
    policy_action: 'BUY',
    policy_target_position: 1,
    policy_confidence: 49,
    final_action: 'BUY',
    changed_by: {
      agent: 'RiskManager',
      message: 3,
      claims: ['The backtest earned 6.3 %.'],
      facts: ['backtest.metrics.total_return'],
    },
    authority: 'veto',
    not_backtested: false,
    levels_backtested: false,
    confidence_basis: 'agreement_uncalibrated',
    verdict: 'not_distinguishable',
    verdict_statement: exampleVerdict().statement,
    provenance: 'rules',
    simulated: true,
    historical: false,
    data_source: 'simulated',
    adjustment: 'none',
    as_of: '2026-11-23T06:00:00.000Z',
    last_bar_closed_at: '2026-11-23T00:00:00.000Z',
    valid_until: '2026-11-24T00:00:00.000Z',
    intended_fill: 'next_open',
    data_sha256: exampleBars().artifact.sha256,
    model_sha256: exampleArtifact('model', 'onnx').sha256,
    team_sha256: exampleRunContext().pins.team_sha256,
    stop_reason: 'Executor gave the decision',
    claims: { supported: 12, contradicted: 0, unsupported: 0 },
    grounded_share: 1,
    usage: { calls: 0, prompt_tokens: 0, completion_tokens: 0, turns: [] },
    ...overrides,
  };
}
