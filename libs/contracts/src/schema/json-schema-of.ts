import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import type { ClassConstructor } from 'class-transformer';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';

/** As much of JSON Schema 2020-12 as the contracts need. */
export interface JsonSchema {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  [keyword: string]: unknown;
}

export interface JsonSchemaOptions {
  /** Refuse keys that the class does not know, as `parse` does with `refuseUnknown`. */
  refuseUnknown?: boolean;
}

const DEFS = '#/$defs/';
const UUID =
  '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}' +
  '|0{8}-0{4}-0{4}-0{4}-0{12}|[fF]{8}-[fF]{4}-[fF]{4}-[fF]{4}-[fF]{12})$';

/** What class-validator-jsonschema does not know, or says less exactly than class-validator checks it. */
const CONVERTERS: NonNullable<Parameters<typeof validationMetadatasToSchemas>[0]>['additionalConverters'] = {
  isMetricMap: { type: 'object', additionalProperties: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
  isStringMap: { type: 'object', additionalProperties: { type: 'string' } },
  isUuid: { type: 'string', pattern: UUID },
  // Bounds without a type of their own: a merged `number` would hide `integer`.
  min: ({ constraints }) => ({ minimum: constraints?.[0] as number }),
  max: ({ constraints }) => ({ maximum: constraints?.[0] as number }),
};

/**
 * The JSON Schema of a validated class, whole in itself: nested classes stand in `$defs`. It accepts exactly what
 * `parse` accepts; optional members may be null, as class-validator's `@IsOptional` has it.
 */
export function jsonSchemaOf(contract: ClassConstructor<object>, options: JsonSchemaOptions = {}): JsonSchema {
  const all = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: DEFS,
    additionalConverters: CONVERTERS,
  }) as Record<string, JsonSchema>;
  const finished = (name: string): JsonSchema => finish(all[name] ?? {}, options);
  const root = finished(contract.name);
  const $defs: Record<string, JsonSchema> = {};
  for (const pending = refsIn(root); pending.length > 0;) {
    const name = pending.pop() as string;
    if ($defs[name] !== undefined) continue;
    const schema = finished(name);
    $defs[name] = schema;
    pending.push(...refsIn(schema));
  }
  const sorted = Object.fromEntries(Object.entries($defs).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { title: contract.name, ...root, ...(Object.keys(sorted).length === 0 ? {} : { $defs: sorted }) };
}

function finish(schema: JsonSchema, { refuseUnknown }: JsonSchemaOptions): JsonSchema {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    required.has(name) ? property : { anyOf: [property, { type: 'null' }] },
  ]);
  return {
    ...schema,
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
    ...(refuseUnknown ? { additionalProperties: false } : {}),
  };
}

function refsIn(schema: JsonSchema): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)].map((match) => match[1] as string);
}
