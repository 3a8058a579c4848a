import {
  type Bar,
  decodeOnnx,
  type EngineSettings,
  evaluate,
  evaluateWalkForward,
  type Evaluation,
  type TrainedMember,
  trainMember,
  type TrainingProgress,
  type Trials,
} from '@trademaster/engine';

/** One seed. */
export interface TrainJob {
  kind: 'train';
  bars: Bar[];
  settings: EngineSettings;
  seed: number;
}

/** The ensembles as they would be deployed: the ONNX files' own bytes are what is evaluated. */
export interface EvaluateJob {
  kind: 'evaluate';
  bars: Bar[];
  settings: EngineSettings;
  /** One file, or one for each fold of a walk-forward, oldest first. */
  onnx: Uint8Array[];
  trials: Trials;
}

export type EngineJob = TrainJob | EvaluateJob;
export type ResultOf<J extends EngineJob> = J extends TrainJob ? TrainedMember : Evaluation;

/** Does the job here and now, on the calling thread. */
export function doEngineJob(job: EngineJob, onEpoch: (progress: TrainingProgress) => void): TrainedMember | Evaluation {
  if (job.kind === 'train') return trainMember(job.bars, job.settings, job.seed, { onEpoch });
  const [first = [], ...rest] = job.onnx.map(decodeOnnx);
  return rest.length === 0
    ? evaluate(job.bars, job.settings, first, job.trials)
    : evaluateWalkForward(job.bars, job.settings, [first, ...rest], job.trials);
}
