import type { ArtifactRef, RunIdentity, SignalReviewed } from '@trademaster/contracts';
import type { Bar } from '@trademaster/engine';

type WebuiArtifactType = 'signal' | 'llm' | 'chart';

/** What the WebUI takes by POST /api/artifacts/; it answers 500 to any other field. */
export interface WebuiArtifact {
  name: string;
  type: WebuiArtifactType;
  step_name: string;
  symbol: string;
  run_id: string;
  experiment_id: string;
  workflow_id: string;
  dag_id: string;
  execution_id: string;
  action?: string;
  /** 0..1. */
  confidence?: number;
  signal_data?: object;
  prompt?: string;
  response?: string;
  model_name?: string;
  chart_type?: string;
  chart_data?: object;
  metadata: object;
}

interface WebuiMaterial {
  reviewed: SignalReviewed;
  /** As MLflow tells them. */
  mlflow: { runId: string; experimentId: string };
  prompt: string;
  bars: readonly Bar[];
  httpUrlOf: (ref: ArtifactRef) => string;
}

/** A chart shows the end of the series; the snapshot in MLflow has all of it. */
const CHART_BARS = 120;
const TIMEFRAME = 'daily';

/** The run's three artifacts: the decision, how it was reasoned, and the market it was made on. */
export function webuiArtifacts(material: WebuiMaterial): WebuiArtifact[] {
  return [signalArtifact(material), llmArtifact(material), chartArtifact(material)];
}

function signalArtifact({ reviewed, mlflow }: WebuiMaterial): WebuiArtifact {
  const { run, signal, training, inference, decision_sha256 } = reviewed;
  return {
    ...common(run, mlflow, 'signal', 'Signal', 'decision'),
    action: signal.action,
    confidence: signal.confidence_score / 100,
    signal_data: signal,
    metadata: {
      analysis_method: 'trademaster_autogen',
      decision_sha256,
      trademaster_summary: {
        mode: run.mode,
        verdict: inference.verdict.verdict,
        backtest_metrics: training?.backtest.metrics ?? inference.backtest_metrics,
        buy_and_hold_metrics: inference.buy_and_hold_metrics,
      },
    },
  };
}

function llmArtifact({ reviewed, mlflow, prompt, httpUrlOf }: WebuiMaterial): WebuiArtifact {
  const { run, signal, transcript, decision_sha256 } = reviewed;
  const { uri, sha256, bytes } = transcript;
  return {
    ...common(run, mlflow, 'llm', 'Reasoning', 'llm'),
    prompt,
    response: signal.reasoning,
    model_name: signal.model_used,
    metadata: {
      analysis_method: 'trademaster_autogen',
      provenance: signal.provenance,
      stop_reason: signal.stop_reason,
      usage: signal.usage,
      decision_sha256,
      transcript: { uri, sha256, bytes, http_url: httpUrlOf(transcript) },
    },
  };
}

function chartArtifact({ reviewed, mlflow, bars }: WebuiMaterial): WebuiArtifact {
  const { run, inference } = reviewed;
  const shown = bars.slice(-CHART_BARS);
  const indicators = Object.entries(inference.market.indicators)
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
  return {
    ...common(run, mlflow, 'chart', 'Chart', 'chart'),
    chart_type: TIMEFRAME,
    chart_data: { timeframe: TIMEFRAME, bars_count: shown.length, indicators },
    metadata: {
      market_data_snapshot: {
        symbol: run.symbol,
        timeframe: TIMEFRAME,
        bar_count: shown.length,
        latest_price: shown.at(-1)?.close,
        simulated: run.instrument.simulated,
        data_sha256: run.bars.artifact.sha256,
        revised_bars: run.bars.revised_bars?.count ?? 0,
        bars: shown,
      },
    },
  };
}

function common(
  { symbol, dag_id, execution_id }: RunIdentity,
  { runId, experimentId }: WebuiMaterial['mlflow'],
  type: WebuiArtifactType,
  title: string,
  step: string,
) {
  return {
    name: `TradeMaster AutoGen ${title} ${symbol}`,
    type,
    step_name: `trademaster_autogen_${step}`,
    symbol,
    run_id: runId,
    experiment_id: experimentId,
    workflow_id: dag_id,
    dag_id,
    execution_id,
  };
}
