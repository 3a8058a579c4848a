export { engineVersion } from './engine-version';
export type { EngineSettings, EnvironmentSettings, TrainingSettings } from './settings';
export { portableExp } from './numerics/portable-exp';
export { portableLog } from './numerics/portable-log';
export { createRandom, type Random } from './numerics/random';
export { type Bar, checkBars } from './market/bar';
export { decodeBars, encodeBars } from './market/bars-snapshot';
export { barsPerYear, type Calendar, closedAt, isSessionDate, nextSession, sessionsBetween } from './market/calendar';
export { marketContext, type MarketContext, type Trend } from './market/market-context';
export { priceLevels, type PriceLevels, type PriceLevelsInput } from './market/price-levels';
export { outOfSampleSpan, planFolds } from './market/folds';
export { type BarSpan, planWindows, type Windows } from './market/windows';
export { type FeatureScaler, fitScaler } from './features/feature-scaler';
export { type Observations, observe } from './features/observations';
export { type Action, actionOf, type Intent, intentOf } from './agent/intent';
export { type Mlp, predict } from './agent/mlp';
export { type Member, type PolicyParts, type RolledPolicy, rollPolicy } from './agent/roll-policy';
export { type EpochResult, type TrainedMember, type TrainingHooks, type TrainingProgress } from './agent/learn-epochs';
export { trainMember } from './agent/train-member';
export {
  type Calibration,
  calibratedConfidence,
  type CalibrationLevel,
  type Confidence,
} from './statistics/calibration';
export type { Interval } from './statistics/paired-bootstrap';
export { type Contender, contest, type ContestResult } from './backtest/contest';
export type { Trials } from './backtest/deflation';
export { evaluate, evaluateWalkForward } from './backtest/evaluate';
export type { BacktestDetail, BaselineEvaluation, Evaluation } from './backtest/evaluation';
export type { MetricMap, ReasonMap } from './backtest/metrics';
export type { SeedEvaluation } from './backtest/seeds-spread';
export type { Trade } from './backtest/trades';
export type { Verdict, VerdictKind } from './backtest/verdict';
export { FIRST_FEATURE_ROW, TRADEMASTER_FEATURES, trademasterFeatures } from './trademaster/features';
export { pandasFloat } from './trademaster/pandas-float';
export { replayActions, type TrademasterReplay } from './trademaster/replay-actions';
export {
  trainAndPlay,
  type TrademasterSeed,
  type TrademasterSplit,
  trademasterSpread,
} from './trademaster/train-and-play';
export { trainTrademasterAgent } from './trademaster/train-agent';
export * from './model';
