import type { JsonAt } from './json-at';

/**
 * Opens a declarative component of AutoGen. A version that is left out is the one that `version` says.
 * Errors: `config_invalid` for another provider or version, or a key that is no component's.
 */
export function componentConfig(
  component: JsonAt,
  providers: readonly string[],
  version = 1,
): { provider: string; config: JsonAt } {
  component.only('provider', 'component_type', 'version', 'component_version', 'description', 'label', 'config');
  const provider = component.member('provider');
  provider.is(...providers);
  for (const key of ['version', 'component_version']) {
    if (!component.member(key).isAbsent) component.member(key).is(version);
  }
  const config = component.member('config');
  config.members();
  return { provider: provider.text(), config };
}
