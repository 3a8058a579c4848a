import { HttpException } from '@nestjs/common';
import type { ValidationOptions } from 'class-validator';

/** One entry of a 422's `detail`, in the existing backend's form. */
export interface Complaint {
  /** `missing`, `string_type`, `int_parsing`, … : what clients branch on. */
  type: string;
  /** `body`, `query` or `path`, then the way to the value. */
  loc: (string | number)[];
  /** For people. */
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

/** A request that is refused; `detail` is the whole body's only member. 422s list complaints, others say a sentence. */
export class Refusal extends HttpException {
  constructor(status: number, detail: string | Complaint[]) {
    super({ detail }, status);
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, `${what} not found`);

/** What a validation decorator's failure is called on the wire: `@IsString(says('string_type', …))`. */
export function says(type: string, msg: string, ctx?: Record<string, unknown>): ValidationOptions {
  return { message: msg, context: { type, msg, ...(ctx === undefined ? {} : { ctx }) } };
}
