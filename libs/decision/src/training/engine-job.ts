import {
  type Bar,
  decodeOnnx,
  type EngineSettings,
  evaluate,
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

/** The ensemble as it would be deployed: the ONNX file's own bytes are what is evaluated. */
export interface EvaluateJob {
  kind: 'evaluate';
  bars: Bar[];
  settings: EngineSettings;
  onnx: Uint8Array;
  trials: Trials;
}

export type EngineJob = TrainJob | EvaluateJob;
export type ResultOf<J extends EngineJob> = J extends TrainJob ? TrainedMember : Evaluation;

/** Does the job here and now, on the calling thread. */
export function doEngineJob(job: EngineJob, onEpoch: (progress: TrainingProgress) => void): TrainedMember | Evaluation {
  return job.kind === 'train'
    ? trainMember(job.bars, job.settings, job.seed, { onEpoch })
    : evaluate(job.bars, job.settings, decodeOnnx(job.onnx), job.trials);
}
