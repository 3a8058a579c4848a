/** One parameter of a tool. The keys that arguments are checked by are named; others are told to the model as they are. */
export interface ParameterSchema {
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  /** Values that are allowed. */
  enum?: readonly unknown[];
  /** What the tool gets when the model leaves the argument out. */
  default?: unknown;
  [keyword: string]: unknown;
}

/** JSON Schema of a tool's arguments. */
export interface ParametersSchema {
  type: 'object';
  properties: Record<string, ParameterSchema>;
  required: readonly string[];
  additionalProperties: false;
}

/** What a model is told about a tool. */
export interface ToolSchema {
  name: string;
  description: string;
  parameters: ParametersSchema;
}

/** Something that an agent may do beside talking. */
export interface Tool {
  readonly schema: ToolSchema;
  /**
   * `args` satisfy the schema, defaults filled in. What is thrown is told to the model as the result of the call.
   * An aborted signal is to be honoured: a turn ends when its tools have.
   */
  run(args: Record<string, unknown>, signal: AbortSignal): string | Promise<string>;
}
