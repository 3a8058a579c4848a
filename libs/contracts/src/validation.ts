import { type ErrorCode, PipelineError } from '@trademaster/errors';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

export interface ParseOptions {
  /** Error code of a refusal. */
  code?: ErrorCode;
  /** Put before the field's name in messages: `config` makes `config.training.epochs`. */
  prefix?: string;
  /** Refuse keys that the contract does not know, by name. Off for events: newer producers may say more. */
  refuseUnknown?: boolean;
}

/**
 * The one place where plain data becomes a contract's class.
 * Throws PipelineError (`message_invalid` unless told otherwise) that names the first offending field, its value and
 * what is allowed; the message lists every offence.
 */
export function parse<T extends object>(contract: ClassConstructor<T>, plain: unknown, options: ParseOptions = {}): T {
  const code = options.code ?? 'message_invalid';
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new PipelineError(code, `${options.prefix ?? 'data'} must be an object`, { field: options.prefix ?? 'data' });
  }
  const { instance, offences } = check(contract, plain, options);
  const [first] = offences;
  if (first === undefined) return instance;
  throw new PipelineError(code, offences.map((offence) => offence.message).join('; '), { field: first.field });
}

/** One thing that is wrong with plain data. */
export interface Offence {
  /** Dotted: `config.training.epochs`. */
  field: string;
  /** As it stands in the error that `parse` throws. */
  message: string;
}

/** Everything that `parse` would refuse in an object, each by itself: for a form that shows them at their fields. */
export function offencesIn<T extends object>(
  contract: ClassConstructor<T>,
  plain: object,
  options: Omit<ParseOptions, 'code'> = {},
): Offence[] {
  return check(contract, plain, options).offences;
}

function check<T extends object>(
  contract: ClassConstructor<T>,
  plain: object,
  { prefix, refuseUnknown = false }: ParseOptions,
): { instance: T; offences: Offence[] } {
  const instance = plainToInstance(contract, plain);
  const errors = validateSync(instance, {
    whitelist: refuseUnknown,
    forbidNonWhitelisted: refuseUnknown,
    forbidUnknownValues: true,
    stopAtFirstError: false,
  });
  return { instance, offences: errors.flatMap((error) => offencesOf(error, prefix)) };
}

function offencesOf(error: ValidationError, prefix: string | undefined): Offence[] {
  const field = prefix === undefined ? error.property : `${prefix}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => ({
    field,
    message:
      rule === 'whitelistValidation'
        ? `${field} is not a known key`
        : `${text.replace(error.property, field)}${shown(error.value)}`,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => offencesOf(child, field))];
}

/** The refused value, short enough for a log line and never a nested object (it may hold anything). */
function shown(value: unknown): string {
  if (value === undefined) return ' (missing)';
  if (typeof value === 'object' && value !== null) return '';
  return ` (got ${JSON.stringify(value)?.slice(0, 60) ?? typeof value})`;
}
