import {
  contextParams,
  loadedModelParams,
  type ModelTrained,
  type PipelineEvent,
  requestParams,
  type RunContext,
  type SignalInferred,
  type SignalReviewed,
  type SymbolRequested,
  type SymbolResolved,
  trainingParams,
} from '@trademaster/contracts';
import type { ArtifactStore, RunLog } from '@trademaster/mlflow';
import { type CurvePoint, curveMetrics, decisionMeasures, loadedModelMeasures, trainingMeasures } from './run-metrics';
import { contextTags, decisionTags, requestTags, trainingTags } from './run-tags';

type Store = Pick<ArtifactStore, 'get'>;

/** The params, metrics and tags of an MLflow run that a fact stands for. Errors: those of the artifact store. */
export async function logOf({ type, data }: PipelineEvent, store: Store): Promise<RunLog> {
  switch (type) {
    case 'symbol.requested':
      return requested(data as SymbolRequested);
    case 'symbol.resolved':
      return resolved(data as SymbolResolved);
    case 'model.trained':
      return trained(data as ModelTrained, store);
    case 'signal.inferred':
      return inferred(data as SignalInferred);
    case 'signal.reviewed':
      return reviewed(data as SignalReviewed);
    default:
      return {};
  }
}

function requested(data: SymbolRequested): RunLog {
  return { params: requestParams(data), tags: requestTags(data) };
}

function resolved({ run }: SymbolResolved): RunLog {
  return { params: contextParams(run.instrument, run.bars), tags: contextTags(run) };
}

async function trained({ run, training }: ModelTrained, store: Store): Promise<RunLog> {
  const at = timestampOf(run);
  const { metrics, tags } = trainingMeasures(training, at);
  const curve = JSON.parse((await store.get(training.training_curve)).toString('utf8')) as CurvePoint[];
  return {
    params: trainingParams(training),
    metrics: [...metrics, ...curveMetrics(curve, at)],
    tags: { ...tags, ...trainingTags(training) },
  };
}

/** The loaded model's own numbers; a run that has trained one has them already. */
function inferred({ run, inference }: SignalInferred): RunLog {
  if (run.mode !== 'inference') return {};
  const { backtest_metrics, buy_and_hold_metrics } = inference;
  return {
    params: loadedModelParams(inference),
    ...loadedModelMeasures(backtest_metrics, buy_and_hold_metrics, timestampOf(run)),
  };
}

function reviewed(data: SignalReviewed): RunLog {
  const { metrics, tags } = decisionMeasures(data, timestampOf(data.run));
  return { metrics, tags: { ...tags, ...decisionTags(data) } };
}

/** The request's time: a metric written again is then the same point. */
function timestampOf({ generated_at }: Pick<RunContext, 'generated_at'>): number {
  return Date.parse(generated_at);
}
