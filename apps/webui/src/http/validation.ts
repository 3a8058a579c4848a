import type { PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type Complaint, Refusal } from './refusal';

export interface ValidationRules {
  where: 'body' | 'query';
  /** Refuse fields that the class does not know; otherwise they are left out, as the existing backend does. */
  refuseUnknown?: boolean;
}

/** Turns plain input into an instance of a validated class. Throws a 422 that lists every complaint. */
export function validated<T extends object>(contract: ClassConstructor<T>, plain: unknown, rules: ValidationRules): T {
  if (plain === undefined) {
    throw new Refusal(422, [{ type: 'missing', loc: [rules.where], msg: 'Field required', input: null }]);
  }
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    const msg = 'Input should be a valid dictionary';
    throw new Refusal(422, [{ type: 'dict_type', loc: [rules.where], msg, input: plain }]);
  }
  const instance = plainToInstance(contract, plain, { exposeUnsetFields: false });
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: rules.refuseUnknown ?? false,
    forbidUnknownValues: true,
  });
  if (errors.length > 0) {
    throw new Refusal(
      422,
      errors.flatMap((error) => complaintsOf(error, [rules.where], plain)),
    );
  }
  return instance;
}

/** As a parameter pipe: `@Body(bodyOf(CreateArtifact))`. */
export function bodyOf<T extends object>(
  contract: ClassConstructor<T>,
  rules: Omit<ValidationRules, 'where'> = {},
): PipeTransform<unknown, T> {
  return { transform: (plain: unknown) => validated(contract, plain, { where: 'body', ...rules }) };
}

export function queryOf<T extends object>(contract: ClassConstructor<T>): PipeTransform<unknown, T> {
  return { transform: (plain: unknown) => validated(contract, { ...(plain as object) }, { where: 'query' }) };
}

function complaintsOf(error: ValidationError, above: (string | number)[], parent: unknown): Complaint[] {
  const key = Array.isArray(parent) ? Number(error.property) : error.property;
  const loc = [...above, key];
  const input = (parent as Record<string | number, unknown> | undefined)?.[key];
  const own = error.constraints === undefined ? [] : [complaintOf(error, loc, input, parent)];
  return [...own, ...(error.children ?? []).flatMap((child) => complaintsOf(child, loc, input))];
}

/** One complaint for each value: what it is comes before how long or large it is. */
function complaintOf(error: ValidationError, loc: Complaint['loc'], input: unknown, parent: unknown): Complaint {
  if (error.constraints?.whitelistValidation !== undefined) {
    return { type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted', input };
  }
  if (input === undefined) return { type: 'missing', loc, msg: 'Field required', input: parent };
  const contexts: Record<string, Omit<Complaint, 'loc' | 'input'>> = error.contexts ?? {};
  const said = Object.values(contexts);
  const first = said.find(({ type }) => /_(type|parsing)$/.test(type)) ?? said[0];
  if (first === undefined)
    return { type: 'value_error', loc, msg: Object.values(error.constraints ?? {})[0] ?? '', input };
  return { type: first.type, loc, msg: first.msg, input, ...(first.ctx === undefined ? {} : { ctx: first.ctx }) };
}
