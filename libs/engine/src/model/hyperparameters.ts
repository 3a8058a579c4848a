import type { SettingsDocument } from './settings-document';

/**
 * Every setting that a training depended on, flat and as text, for MLflow params: `training.learning_rate` → `0.001`,
 * `training.seeds` → `11,23,47`. The same names for a model that was just trained and for one that was loaded.
 */
export function hyperparametersOf(settings: SettingsDocument): Record<string, string> {
  const { profile, calendar, split, environment, training } = settings;
  return {
    algorithm: 'double_dqn',
    profile,
    calendar,
    ...flat('split', split),
    ...flat('environment', environment),
    ...flat('training', training),
  };
}

function flat(prefix: string, group: object): Record<string, string> {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [`${prefix}.${name}`, String(value)]));
}
