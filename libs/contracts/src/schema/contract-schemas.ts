import { CONTRACT_OF } from '../contracts-by-event';
import { EVENT_TYPES, topicOf } from '../event-types';
import { RunConfig } from '../run-config.dto';
import { type JsonSchema, jsonSchemaOf } from './json-schema-of';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** File name → schema: the data of every event, and a run's configuration, which refuses unknown keys. */
export function contractSchemas(): Map<string, JsonSchema> {
  const events = EVENT_TYPES.map(
    (type) => [`${topicOf(type)}.json`, { $id: topicOf(type), ...jsonSchemaOf(CONTRACT_OF[type]) }] as const,
  );
  const config = { $id: 'trademaster.run-config', ...jsonSchemaOf(RunConfig, { refuseUnknown: true }) };
  const files = [...events, ['trademaster.run-config.json', config] as const];
  return new Map(files.map(([name, schema]) => [name, { $schema: DIALECT, ...schema }]));
}
