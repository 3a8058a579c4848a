import { isDeepStrictEqual } from 'node:util';
import {
  ACTS_ON,
  contractSchemas,
  EMITS,
  EVENT_TYPES,
  type EventType,
  type JsonSchema,
  MODES,
  type Stage,
  STAGES,
  topicOf,
} from '@trademaster/contracts';

/** What each event says. Who publishes and who works on it are contracts' own tables. */
const SAYS: Record<EventType, string> = {
  'run.requested': 'decisions are wanted: one symbol, or all assigned ones',
  'run.retry_requested': 'a failed run is to be taken up from its failed stage',
  'request.resolved': 'which symbols run, which were skipped and why',
  'request.failed': 'a request that could not be resolved',
  'request.completed': 'every run of a request has ended; how',
  'symbol.requested': 'one symbol of a request, with its MLflow run and configuration',
  'symbol.resolved': 'bars, model and everything else that could change later, pinned',
  'training.progressed': 'how far training is; for screens only',
  'model.trained': 'the policy, its backtest and what it is worth',
  'signal.inferred': "the policy's target position on the last closed bar",
  'signal.reviewed': "the team's decision: the final TradingSignal",
  'run.failed': 'where, why, and whether trying again can help',
  'run.persisted': 'a run is in MLflow and in the WebUI',
};
/** Who is no stage and publishes. */
const REQUESTERS: Partial<Record<EventType, string[]>> = {
  'run.requested': ['Airflow', 'cli', 'webui'],
  'run.retry_requested': ['cli', 'webui'],
};

const EXTENSIONS = {
  ce_specversion: { type: 'string', const: '1.0' },
  ce_id: { type: 'string', description: 'UUIDv5 of cause, type, subject and attempt; of a request: its own id.' },
  ce_source: { type: 'string' },
  ce_type: { type: 'string', description: 'The name of the topic.' },
  ce_subject: { type: 'string', description: 'The symbol, or the id of the request.' },
  ce_time: { type: 'string', format: 'date-time', description: "The request's time." },
  ce_attempt: { type: 'string', pattern: '^[0-9]{1,9}$' },
  ce_correlationid: { type: 'string', description: 'MLflow run id.' },
  ce_causationid: { type: 'string', description: 'Id of the event that caused this one.' },
  ce_traceparent: { type: 'string' },
  'content-type': { type: 'string', const: 'application/json' },
};

/** The document of docs/asyncapi.json: AsyncAPI 3 of every topic. */
export function asyncApi(version: string): Record<string, unknown> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'TradeMaster pipeline',
      version,
      description: 'CloudEvents 1.0 over Kafka, binary mode; structured mode is read, too.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(EVENT_TYPES.map((type) => [nameOf(type), channelOf(type)])),
    operations: Object.fromEntries(STAGES.flatMap((stage) => operationsOf(stage))),
    components: {
      messages: Object.fromEntries(EVENT_TYPES.map((type) => [nameOf(type), messageOf(type)])),
      schemas: schemas(),
    },
  };
}

/** The text of docs/events.md. */
export function eventsPage(): string {
  const rows = EVENT_TYPES.map((type) => {
    const schema = `[schema](../libs/contracts/schema/${topicOf(type)}.json)`;
    return `| \`${topicOf(type)}\` | ${SAYS[type]} | ${sendersOf(type).join(', ')} | ${takersOf(type).join(', ') || 'screens'} | ${schema} |`;
  });
  return `# Events

Generated from the contracts (\`npm run documents\`; npm test fails when this page differs). The same as an
[AsyncAPI 3 document](asyncapi.json).

CloudEvents 1.0 over Kafka: attributes in \`ce_*\` headers, data as JSON. The topic is the \`ce_type\`; the key is the MLflow run
id, or the request's id for what concerns a whole request. \`ce_attempt\` counts retries of a run. An additive change keeps the
version; a breaking one is a new topic.

| topic | says | sent by | worked on by | data |
|---|---|---|---|---|
${rows.join('\n')}

The web page (\`webui\`) reads every topic, for screens: in the group \`trademaster-webui\`, from offsets that it keeps in its own tables.

A message that cannot be worked with goes to \`<service>-dlt\` as it came, with Spring Kafka's \`kafka_dlt-*\` headers saying
where from and why; then its run ends with \`run.failed\`.
`;
}

function sendersOf(type: EventType): string[] {
  return [...(REQUESTERS[type] ?? []), ...STAGES.filter((stage) => EMITS[stage].includes(type))];
}

function takersOf(type: EventType): Stage[] {
  return STAGES.filter((stage) => ACTS_ON[stage][type] !== undefined);
}

/** Component names of AsyncAPI may have no other characters. */
function nameOf(type: EventType): string {
  return type.replaceAll('.', '_');
}

function channelOf(type: EventType) {
  const name = nameOf(type);
  return {
    address: topicOf(type),
    description: SAYS[type],
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
  };
}

function messageOf(type: EventType) {
  return {
    name: topicOf(type),
    title: type,
    summary: SAYS[type],
    contentType: 'application/json',
    bindings: { kafka: { key: { type: 'string' } } },
    headers: { type: 'object', properties: EXTENSIONS, required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'] },
    payload: { $ref: `#/components/schemas/${titleOf(type)}` },
  };
}

function operationsOf(stage: Stage) {
  const receives = EVENT_TYPES.filter((type) => ACTS_ON[stage][type] !== undefined);
  const sends = EVENT_TYPES.filter((type) => EMITS[stage].includes(type));
  const operation = (action: 'send' | 'receive', type: EventType) => {
    const modes = ACTS_ON[stage][type] ?? MODES;
    const inModes = action === 'receive' && modes.length < MODES.length ? ` (modes ${modes.join(', ')})` : '';
    return [
      `${stage}_${action}_${nameOf(type)}`,
      { action, channel: { $ref: `#/channels/${nameOf(type)}` }, summary: `${stage} ${action}s ${type}${inModes}` },
    ];
  };
  return [...receives.map((type) => operation('receive', type)), ...sends.map((type) => operation('send', type))];
}

function titleOf(type: EventType): string {
  return contractSchemas().get(`${topicOf(type)}.json`)?.title as string;
}

/** All classes of all contracts side by side. Throws when two classes of one name differ. */
function schemas(): Record<string, JsonSchema> {
  const all: Record<string, JsonSchema> = {};
  const add = (name: string, schema: JsonSchema) => {
    if (all[name] !== undefined && !isDeepStrictEqual(all[name], schema))
      throw new Error(`two contracts named ${name}`);
    all[name] = schema;
  };
  for (const type of EVENT_TYPES) {
    const {
      $schema: _s,
      $id: _i,
      $defs = {},
      ...schema
    } = inComponents(contractSchemas().get(`${topicOf(type)}.json`));
    add(titleOf(type), schema);
    for (const [name, definition] of Object.entries($defs)) add(name, definition);
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inComponents(schema: JsonSchema | undefined): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/')) as JsonSchema;
}
