import { DECISION } from './read-answer';

/** Something in an answer that may not be so. The message is exact: it is what the repair turn is given. */
export interface Offence {
  field: string;
  message: string;
}

export function offence(field: string, message: string): Offence {
  const path = `${DECISION}.${field}`;
  return { field: path, message: `${path} ${message}` };
}
