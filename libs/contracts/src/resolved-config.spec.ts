import { DEFAULT_RUN_CONFIG, resolveRunConfig } from './resolved-config';

const refusal = (config: unknown) => {
  try {
    resolveRunConfig({ from: 'config', config });
  } catch (error) {
    return error as { code: string; field: string; message: string };
  }
  throw new Error('the configuration was accepted');
};

describe('configuration of a run', () => {
  it('given no layer, when resolved, then it is the defaults', () => {
    expect(resolveRunConfig()).toEqual(DEFAULT_RUN_CONFIG);
  });

  it('given a link and a request that set different keys of one group, when resolved, then both hold and the request wins', () => {
    const resolved = resolveRunConfig(
      { from: 'link.config', config: { training: { epochs: 3, gamma: 0.5 } } },
      { from: 'config', config: { training: { epochs: 5 } } },
    );
    expect(resolved.training).toEqual({ ...DEFAULT_RUN_CONFIG.training, epochs: 5, gamma: 0.5 });
  });

  it('given a list of seeds, when resolved, then it replaces the default list', () => {
    expect(resolveRunConfig({ from: 'config', config: { training: { seeds: [1] } } }).training.seeds).toEqual([1]);
  });

  it('given the old name of the model, when resolved, then it is model_uri', () => {
    const resolved = resolveRunConfig({ from: 'config', config: { best_model_path: 'models:/x/1' } });
    expect(resolved.model_uri).toBe('models:/x/1');
    expect(resolved).not.toHaveProperty('best_model_path');
  });

  it.each([
    [
      { training: { learning_rat: 0.1 } },
      'config.training.learning_rat',
      'config.training.learning_rat is not a known key',
    ],
    [{ training: { epochs: 0 } }, 'config.training.epochs', 'config.training.epochs must not be less than 1 (got 0)'],
    [
      { training: { hidden_sizes: [16, 0] } },
      'config.training.hidden_sizes',
      'each value in config.training.hidden_sizes must not be less than 1',
    ],
    [
      { data: { source: 'yaho' } },
      'config.data.source',
      'config.data.source must be one of the following values: simulated, csv, yahoo, yahoo_raw, ccxt (got "yaho")',
    ],
    [{ split: { train: 0.9 } }, 'config.split', 'config.split must add up to 1 (got 0.9 + 0.15 + 0.15)'],
    [
      { model_uri: 'models:/x/1', best_model_path: 'models:/x/2' },
      'config.best_model_path',
      'config.best_model_path and config.model_uri name different models',
    ],
    ['epochs=3', 'config', 'config must be an object'],
  ])('given %j, when resolved, then %s is refused by name', (config, field, message) => {
    expect(refusal(config)).toMatchObject({ code: 'config_invalid', field, message });
  });
});
