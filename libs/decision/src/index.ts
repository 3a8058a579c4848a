export { InferenceService } from './inference/inference.service';
export { ReviewService } from './review/review.service';
export type { CrewFactory } from './review/team/crew';
export { modelCrew } from './review/team/model-crew';
export { ruleCrew } from './review/team/rule-crew';
export { ENGINE_RUNNER, type EngineRunner, EngineWorkers } from './training/engine-workers';
export { type FoldProgress, TrainingService } from './training/training.service';
export { type StageVerdict, type Verification, verifyRun } from './verify/verify-run';
