import { cleanText } from '@trademaster/agentchat';
import type { Authority, BacktestResult, InferenceResult, RunContext, SignalInferred } from '@trademaster/contracts';

type Metrics = InferenceResult['backtest_metrics'];

/**
 * What the team is told about a run, and all that it may quote. Positions are shares of equity, ratios fractions,
 * confidence 0..100. Numbers have at most six significant digits; the confidence is rounded down, so that repeating it
 * never raises it.
 */
export interface ReviewFacts {
  instrument: Omit<RunContext['instrument'], 'calendar'>;
  as_of: string;
  historical: boolean;
  last_bar_closed_at: string;
  /** Bars that the source gave otherwise to an earlier run; absent for none. */
  revised_bars?: RunContext['bars']['revised_bars'];
  authority: Authority;
  proposal: Omit<InferenceResult['policy'], 'votes'> & { members: number; members_agreeing: number };
  market: {
    trend: InferenceResult['market']['trend'];
    indicators: Metrics;
    indicators_reasons: Record<string, string>;
    last_closes: number[];
  };
  backtest: {
    window: InferenceResult['model_windows']['test'];
    metrics: Metrics;
    buy_and_hold: Metrics;
    excess_return_interval?: BacktestResult['excess_return_interval'];
    verdict: InferenceResult['verdict']['verdict'];
    statement: string;
  };
}

export function reviewFacts({ run, inference, training }: SignalInferred): ReviewFacts {
  const { calendar: _, ...instrument } = run.instrument;
  const { votes, ...policy } = inference.policy;
  const excessReturn = training?.backtest.excess_return_interval;
  return quotable({
    instrument,
    as_of: run.as_of,
    historical: run.historical,
    last_bar_closed_at: inference.last_bar_closed_at,
    ...(run.bars.revised_bars && { revised_bars: run.bars.revised_bars }),
    authority: run.config.review.authority,
    proposal: {
      ...policy,
      confidence: statedConfidence(policy.confidence),
      members: votes.length,
      members_agreeing: Math.round(policy.agreement * votes.length),
    },
    market: inference.market,
    backtest: {
      window: inference.model_windows.test,
      metrics: inference.backtest_metrics,
      buy_and_hold: inference.buy_and_hold_metrics,
      ...(excessReturn === undefined ? {} : { excess_return_interval: excessReturn }),
      verdict: inference.verdict.verdict,
      statement: inference.verdict.statement,
    },
  });
}

/** What the tools tell beside the facts of the task. */
export interface DetailedFacts extends ReviewFacts {
  proposal: ReviewFacts['proposal'] & { votes: InferenceResult['policy']['votes'] };
  backtest: ReviewFacts['backtest'] & {
    confidence_cap: number;
    bars_had: number;
    bars_needed?: number;
    /** Other strategies on the same bars, beside buy and hold. */
    other_strategies?: { name: string; metrics: Metrics }[];
    total_return_interval?: BacktestResult['total_return_interval'];
    sharpe_interval?: BacktestResult['sharpe_interval'];
    excess_sharpe_interval?: BacktestResult['excess_sharpe_interval'];
  };
}

export function detailedFacts(data: SignalInferred): DetailedFacts {
  const facts = reviewFacts(data);
  const { policy, verdict } = data.inference;
  const trained = data.training?.backtest;
  return quotable({
    ...facts,
    proposal: { ...facts.proposal, votes: policy.votes },
    backtest: {
      ...facts.backtest,
      confidence_cap: verdict.confidence_cap,
      bars_had: verdict.bars_had,
      ...(verdict.bars_needed === undefined ? {} : { bars_needed: verdict.bars_needed }),
      ...(trained && {
        other_strategies: trained.baselines
          .filter(({ name }) => name !== 'buy_and_hold')
          .map(({ name, metrics }) => ({ name, metrics })),
        total_return_interval: trained.total_return_interval,
        sharpe_interval: trained.sharpe_interval,
        excess_sharpe_interval: trained.excess_sharpe_interval,
      }),
    },
  });
}

/** A confidence as the team sees it: one decimal, rounded down. */
export function statedConfidence(confidence: number): number {
  return Math.floor(confidence * 10) / 10;
}

const SIGNIFICANT_DIGITS = 6;

/** Numbers short, text from outside (names of instruments, exchanges) fit for JSON. */
function quotable<T>(facts: T): T {
  return JSON.parse(
    JSON.stringify(facts, (_, value: unknown) => {
      if (typeof value === 'string') return cleanText(value);
      return typeof value === 'number' ? Number(value.toPrecision(SIGNIFICANT_DIGITS)) : value;
    }),
  ) as T;
}
