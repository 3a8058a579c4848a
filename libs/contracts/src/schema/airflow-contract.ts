import { ID_NAMESPACE } from '../event';
import { type EventType, topicOf } from '../event-types';
import { RunConfig } from '../run-config.dto';
import { PIPELINE_DAG_ID, RunRequested } from '../run-request.dto';
import { type JsonSchema, jsonSchemaOf } from './json-schema-of';

/** What the DAG publishes and waits for. */
const DAG_EVENTS = [
  'run.requested',
  'run.retry_requested',
  'request.resolved',
  'request.failed',
  'request.completed',
  'run.failed',
  'run.persisted',
] as const satisfies readonly EventType[];

/** What people are told of each key of a request; the DAG itself sets `dag_id` and `execution_id`, and replays nothing. */
const PARAMS: Record<Exclude<keyof RunRequested, 'dag_id' | 'execution_id' | 'replay_of'>, string> = {
  symbol: 'Only this symbol. Empty: every enabled symbol that is assigned to this DAG.',
  mode: "both: train, infer, review. train_backtest: no signal. inference: an existing model. Empty: the pipeline's default, both.",
  config: 'Configuration of the runs, above the defaults and the configuration of the symbol in the WebUI.',
  as_of:
    'Only bars closed by then count: a date (the end of that UTC day) or an instant. Marks the decision HISTORICAL.',
  conid: "The WebUI's contract id; kept as a tag.",
  workflow_symbol_id: "The WebUI's id of the symbol; kept as a tag.",
};

export interface AirflowContract {
  dag_id: string;
  /** Namespace of the request's id, a UUIDv5. */
  id_namespace: string;
  topics: Record<string, string>;
  request_params: Record<string, { description: string; schema: JsonSchema }>;
}

/** Everything that the DAG has to know of the contracts: airflow/plugins/trademaster_airflow/contract.json. */
export function airflowContract(): AirflowContract {
  const request = jsonSchemaOf(RunRequested);
  const config = jsonSchemaOf(RunConfig, { refuseUnknown: true });
  const schemas = { ...request.properties, config };
  return {
    dag_id: PIPELINE_DAG_ID,
    id_namespace: ID_NAMESPACE,
    topics: Object.fromEntries(DAG_EVENTS.map((type) => [type, topicOf(type)])),
    request_params: Object.fromEntries(
      Object.entries(PARAMS).map(([name, description]) => [
        name,
        { description, schema: orNull(inline(schemas[name as keyof typeof schemas], config.$defs)) },
      ]),
    ),
  };
}

/**
 * The same schema without references and without `anyOf [X, null]`: a validator then names the key and the rule that
 * was broken, where it would else say only that nothing fits.
 */
function inline(schema: JsonSchema, defs: JsonSchema['$defs'] = {}): JsonSchema {
  const { $ref, $defs: _, title: __, anyOf, properties, items, ...rest } = schema;
  if ($ref !== undefined) return inline(defs[$ref.slice($ref.lastIndexOf('/') + 1)] as JsonSchema, defs);
  const [some, ...others] = (anyOf ?? []).filter(({ type }) => type !== 'null');
  if (some !== undefined && others.length === 0) return orNull(inline(some, defs));
  return {
    ...rest,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((one) => inline(one, defs)) }),
    ...(items === undefined ? {} : { items: inline(items, defs) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inline(one, defs)])),
        }),
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const types = [schema.type ?? []].flat();
  if (types.includes('null') || types.length === 0) return schema;
  const values = schema.enum as unknown[] | undefined;
  return { ...schema, type: [...types, 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}
