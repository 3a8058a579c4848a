import { Refusal } from '../http/refusal';

/** Trimmed and upper-cased. Throws 400 unless it is then 1 to 10 of A–Z. */
export function symbolName(text: string): string {
  const symbol = text.trim().toUpperCase();
  if (!/^[A-Z]{1,10}$/.test(symbol)) throw new Refusal(400, 'Symbol must be 1-10 uppercase letters only');
  return symbol;
}
