import type { ClaimStatus, MarkedClaim, ReviewMessage } from '../../../src/page/contract';

export type Segment = string | { text: string; status: ClaimStatus; claim: MarkedClaim };

/** A part of a message that claims are counted from: the message itself, or one field of the decider's JSON. */
export interface Passage {
  /** Null: the message as it is. */
  field: string | null;
  segments: Segment[];
}

/**
 * A message cut at its claims. The decider answers in JSON, and its claims count from the field in which they stand:
 * then there is one passage a field. Claims that overlap another or lie outside their text are left to the table.
 */
export function passagesOf({ content, claims }: Pick<ReviewMessage, 'content' | 'claims'>): Passage[] {
  const fields = claims.some(({ field }) => field !== null) ? fieldsOf(content) : undefined;
  if (fields === undefined) return [{ field: null, segments: segmentsOf(content, claims) }];
  return fields.map(([field, text]) => ({
    field,
    segments: segmentsOf(
      text,
      claims.filter((claim) => claim.field === field),
    ),
  }));
}

function segmentsOf(text: string, claims: readonly MarkedClaim[]): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const claim of claims.toSorted((one, other) => one.start - other.start)) {
    const end = claim.start + claim.text.length;
    if (claim.start < from || text.slice(claim.start, end) !== claim.text) continue;
    if (claim.start > from) segments.push(text.slice(from, claim.start));
    segments.push({ text: claim.text, status: claim.status, claim });
    from = end;
  }
  if (from < text.length || segments.length === 0) segments.push(text.slice(from));
  return segments;
}

/** `{reasoning, key_factors: […]}` → `reasoning`, `key_factors[0]`, …; undefined where it is no JSON object. */
function fieldsOf(content: string): [string, string][] | undefined {
  try {
    const answer: unknown = JSON.parse(content);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined;
    return Object.entries(answer).flatMap(([name, value]) => flat(name, value));
  } catch {
    return undefined;
  }
}

function flat(name: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => flat(`${name}[${index}]`, item));
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}
