type Write = (fields: object, message: string) => void;

/** What the transport needs of a logger; pino's has it. */
export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}
