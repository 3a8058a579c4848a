import { availableParallelism } from 'node:os';
import { trainerConfig } from './trainer.config';

describe("the trainer's environment", () => {
  it.each([
    [undefined, availableParallelism()],
    ['', availableParallelism()],
    ['3', 3],
  ])('given TRAINER_WORKERS=%s, then %d workers', (text, workers) => {
    expect(trainerConfig({ TRAINER_WORKERS: text })).toEqual({ workers });
  });

  it.each(['0', '1.5', 'many', '257'])('given TRAINER_WORKERS=%s, then it is refused by name', (text) => {
    expect(() => trainerConfig({ TRAINER_WORKERS: text })).toThrow(
      expect.objectContaining({ code: 'environment_invalid', field: 'TRAINER_WORKERS' }),
    );
  });
});
