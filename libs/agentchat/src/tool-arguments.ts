import { PipelineError } from '@trademaster/errors';
import { pythonJsonError } from './python-json-error';
import type { ParameterSchema, ParametersSchema } from './tool';

/**
 * The arguments of a call as the model wrote them; null stands for none, as in AutoGen.
 * Errors: `review_invalid`, in AutoGen's words where the text is no JSON.
 */
export function parsedArguments(json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (thrown) {
    throw new PipelineError('review_invalid', `Error: ${pythonJsonError(json)}`, { cause: thrown });
  }
  if (parsed === null) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) throw wrong('the arguments are no JSON object');
  return parsed as Record<string, unknown>;
}

/** Arguments that satisfy the schema, with its defaults filled in. Errors: `review_invalid` with everything that is wrong. */
export function checkedArguments(
  { properties, required }: ParametersSchema,
  args: Record<string, unknown>,
): Record<string, unknown> {
  const offences = [
    ...required.filter((name) => !Object.hasOwn(args, name)).map((name) => `${name} is missing`),
    ...Object.entries(args).flatMap(([name, value]) => offenceOf(name, value, schemaOf(properties, name))),
  ];
  if (offences.length > 0) throw wrong(offences.join('; '));
  const defaults = Object.entries(properties).filter(([, schema]) => 'default' in schema);
  return { ...Object.fromEntries(defaults.map(([name, schema]) => [name, schema.default])), ...args };
}

function schemaOf(properties: ParametersSchema['properties'], name: string): ParameterSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function offenceOf(name: string, value: unknown, schema: ParameterSchema | undefined): string[] {
  if (schema === undefined) return [`${name} is not an argument of this tool`];
  if (!IS[schema.type](value)) return [`${name} must be of type ${schema.type}`];
  if (schema.enum?.includes(value) === false) return [`${name} must be one of ${JSON.stringify(schema.enum)}`];
  return [];
}

const IS: Record<ParameterSchema['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

function wrong(offence: string): PipelineError {
  return new PipelineError('review_invalid', `Error: ${offence}`);
}
