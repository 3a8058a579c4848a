import {
  type ArtifactRef,
  contextParams,
  loadedModelParams,
  requestParams,
  trainingParams,
} from '@trademaster/contracts';
import type { RunDetail, RunRow, StoredEvent } from '../contract';
import { fixOf } from './failure-fix';
import type { PeoplesLinks } from './peoples-links';
import { factsOf, type RunFacts } from './run-facts';
import { contextIn, requestedIn, signalIn } from './run-fold';
import { stageViews } from './stage-views';

/** All that the events of a run, and of its request, say of it. */
export function runDetail(
  run: RunRow,
  events: readonly StoredEvent[],
  links: Pick<PeoplesLinks, 'artifact' | 'run'>,
): Omit<RunDetail, 'seq'> {
  const facts = factsOf(events);
  const requested = requestedIn(facts);
  const end = facts['run.persisted']?.data;
  const experimentId = requested?.experiment_id ?? end?.run.experiment_id;
  return {
    run,
    dag_id: requested?.dag_id ?? end?.dag_id ?? null,
    execution_id: requested?.execution_id ?? end?.execution_id ?? null,
    stages: stageViews(run, facts, events),
    context: contextIn(facts) ?? null,
    training: trainingIn(facts) ?? null,
    inference: inferenceIn(facts) ?? null,
    signal: signalIn(facts) ?? null,
    decision_sha256: end?.run.decision_sha256 ?? facts['signal.reviewed']?.data.decision_sha256 ?? null,
    note: end?.run.note ?? null,
    fix: run.failure === null ? null : fixOf(run.failure),
    artifacts: Object.fromEntries(
      Object.entries(artifactsIn(facts)).map(([name, ref]) => [name, { ...ref, http_url: links.artifact(ref) }]),
    ),
    params: paramsIn(facts),
    mlflow_url: experimentId === undefined ? null : links.run(experimentId, run.run_id),
  };
}

export function trainingIn(facts: RunFacts) {
  return facts['model.trained']?.data.training;
}

export function inferenceIn(facts: RunFacts) {
  return (facts['signal.reviewed'] ?? facts['signal.inferred'])?.data.inference;
}

/** What the run left behind, by name. */
export function artifactsIn(facts: RunFacts): Record<string, ArtifactRef> {
  const [context, training, inference] = [contextIn(facts), trainingIn(facts), inferenceIn(facts)];
  const [inferred, reviewed] = [facts['signal.inferred']?.data, facts['signal.reviewed']?.data];
  const model = training?.model ?? inference?.model;
  const named: Record<string, ArtifactRef | undefined> = {
    bars: context?.bars.artifact,
    model: model?.onnx,
    policy: model?.policy,
    training_curve: training?.training_curve,
    backtest_detail: training?.backtest_detail,
    report: training?.report,
    facts: inferred?.facts,
    team: reviewed?.team,
    prompt: reviewed?.prompt,
    transcript: reviewed?.transcript,
    claims: reviewed?.claims,
  };
  return Object.fromEntries(
    Object.entries(named).filter((entry): entry is [string, ArtifactRef] => entry[1] !== undefined),
  );
}

function paramsIn(facts: RunFacts): Record<string, string> {
  const [requested, context, training, inference] = [
    requestedIn(facts),
    contextIn(facts),
    trainingIn(facts),
    inferenceIn(facts),
  ];
  return {
    ...(requested && requestParams(requested)),
    ...(context && contextParams(context.instrument, context.bars)),
    ...(training && trainingParams(training)),
    ...(inference && context?.mode === 'inference' && loadedModelParams(inference)),
  };
}
