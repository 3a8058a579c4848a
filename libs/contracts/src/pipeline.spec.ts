import { ACTS_ON, actsOn, INPUT_OF_STAGE, MODES, REQUIRED_FACTS, STAGES } from './pipeline';

describe('the pipeline table', () => {
  it('given mode inference, when a symbol is resolved, then the inferencer acts and the trainer does not', () => {
    expect(actsOn('inferencer', 'symbol.resolved', 'inference')).toBe(true);
    expect(actsOn('trainer', 'symbol.resolved', 'inference')).toBe(false);
  });

  it('given train_backtest, when a model is trained, then nobody infers or reviews', () => {
    const actors = STAGES.filter((stage) => actsOn(stage, 'model.trained', 'train_backtest'));
    expect(actors).toEqual(['persister']);
    expect(REQUIRED_FACTS.train_backtest).not.toContain('signal.reviewed');
  });

  it.each(MODES)('given mode %s, when a stage is retried, then its input is an event on which it acts', (mode) => {
    for (const [stage, inputs] of Object.entries(INPUT_OF_STAGE)) {
      const input = inputs[mode];
      if (input !== undefined) expect(ACTS_ON[stage as keyof typeof INPUT_OF_STAGE][input]).toContain(mode);
    }
  });

  it.each(MODES)('given mode %s, when a run is complete, then the persister has been told of every fact', (mode) => {
    for (const fact of REQUIRED_FACTS[mode]) expect(actsOn('persister', fact, mode)).toBe(true);
  });
});
