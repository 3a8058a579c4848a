import { applyTopics, type TopicDifference, topicDifferences } from '@trademaster/messaging';
import type { CliConfig } from '../cli.config';
import type { Screen } from '../screen';

export interface TopicsOptions {
  partitions: number;
  json?: boolean;
}

/** `trademaster topics diff`: how the cluster's topics differ from what the services need; exit 1 when they do. */
export async function diffTopics(options: TopicsOptions, config: CliConfig, screen: Screen): Promise<number> {
  const found = await topicDifferences(config.brokers, options.partitions);
  show(found, options, screen, { none: 'the topics are as declared', hint: 'npx trademaster topics apply mends it' });
  return found.length === 0 ? 0 : 1;
}

/** `trademaster topics apply`: makes them so. */
export async function applyTopicsCommand(options: TopicsOptions, config: CliConfig, screen: Screen): Promise<number> {
  const changed = await applyTopics(config.brokers, options.partitions);
  show(changed, options, screen, { none: 'the topics were as declared already', hint: 'done' });
  return 0;
}

function show(
  differences: TopicDifference[],
  { json }: TopicsOptions,
  screen: Screen,
  { none, hint }: { none: string; hint: string },
): void {
  if (json) screen.out(JSON.stringify({ differences }));
  else screen.out(differences.length === 0 ? none : [...differences.map(lineOf), hint].join('\n'));
}

function lineOf({ topic, what, actual, declared }: TopicDifference): string {
  if (what === 'topic') return `+ ${topic}  missing; ${declared} partitions`;
  return `~ ${topic}  ${what} ${actual} → ${declared}`;
}
