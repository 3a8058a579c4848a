import { randomUUID } from 'node:crypto';
import { Refusal } from '../../http/refusal';

/** The CloudEvent id of a request: what the header says, so that a second post is the same request, or a new one. Throws 422. */
export function requestKey(header: string | undefined): string {
  if (header === undefined) return randomUUID();
  if (/^[\x21-\x7e]{1,250}$/.test(header)) return header;
  const msg = 'Idempotency-Key must be 1 to 250 visible ASCII characters';
  throw new Refusal(422, [{ type: 'value_error', loc: ['header', 'idempotency-key'], msg, input: header }]);
}
