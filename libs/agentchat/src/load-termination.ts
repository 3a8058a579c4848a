import { componentConfig } from './component-config';
import type { JsonAt } from './json-at';
import {
  andTermination,
  type ExternalTermination,
  maxMessageTermination,
  orTermination,
  type TerminationCondition,
  textMentionTermination,
  timeoutTermination,
  tokenUsageTermination,
} from './termination';

interface Surroundings {
  now: () => number;
  externalTermination?: ExternalTermination;
}

type Loader = (config: JsonAt, surroundings: Surroundings) => TerminationCondition;

const LOADERS: Record<string, Loader> = {
  'autogen_agentchat.base.OrTerminationCondition': (config, surroundings) =>
    orTermination(...conditionsOf(config, surroundings)),
  'autogen_agentchat.base.AndTerminationCondition': (config, surroundings) =>
    andTermination(...conditionsOf(config, surroundings)),
  'autogen_agentchat.conditions.TextMentionTermination': (config) => {
    // `sources` is ours: AutoGen's condition has it, its component forgets it.
    const sources = config.only('text', 'sources').member('sources');
    const named = sources.isAbsent ? undefined : sources.items().map((source) => source.text());
    return textMentionTermination(config.member('text').text(), named);
  },
  'autogen_agentchat.conditions.MaxMessageTermination': (config) => {
    const events = config.only('max_messages', 'include_agent_event').member('include_agent_event');
    return maxMessageTermination(config.member('max_messages').whole(1), !events.isAbsent && events.flag());
  },
  'autogen_agentchat.conditions.TokenUsageTermination': (config) => {
    config.only('max_total_token', 'max_prompt_token', 'max_completion_token');
    const limits = (['total', 'prompt', 'completion'] as const)
      .map((kind) => [kind, config.member(`max_${kind}_token`)] as const)
      .filter(([, limit]) => !limit.isAbsent);
    if (limits.length === 0) config.fail('must have at least one limit');
    return tokenUsageTermination(Object.fromEntries(limits.map(([kind, limit]) => [kind, limit.whole(1)])));
  },
  'autogen_agentchat.conditions.TimeoutTermination': (config, { now }) => {
    const seconds = config.only('timeout_seconds').member('timeout_seconds').number();
    // AutoGen reads it as a float, and Python writes one with its decimals.
    return timeoutTermination(seconds, now, Number.isInteger(seconds) ? seconds.toFixed(1) : undefined);
  },
  'autogen_agentchat.conditions.ExternalTermination': (config, { externalTermination }) =>
    externalTermination ?? config.fail('asks for an external stop, which this process has none of'),
};

/** Errors: `config_invalid`, naming the field. */
export function loadTermination(component: JsonAt, surroundings: Surroundings): TerminationCondition {
  const { provider, config } = componentConfig(component, Object.keys(LOADERS));
  return (LOADERS[provider] as Loader)(config, surroundings);
}

function conditionsOf(config: JsonAt, surroundings: Surroundings): TerminationCondition[] {
  const conditions = config.only('conditions').member('conditions').items();
  return conditions.map((condition) => loadTermination(condition, surroundings));
}
