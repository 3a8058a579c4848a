import type { NextFunction, Request, Response } from 'express';
import { type Complaint, Refusal } from './refusal';

/**
 * Express middleware after a text parser: makes `req.body` of the text. JSON when the content type says so or says
 * nothing, the text itself otherwise (which no route accepts). Strings must be well-formed Unicode: a lone surrogate
 * that is stored once breaks every list that holds it.
 */
export function jsonBody(request: Request, _response: Response, next: NextFunction): void {
  const text: unknown = request.body;
  if (typeof text !== 'string' || text === '') request.body = undefined;
  else if (saysJson(request.headers['content-type'])) request.body = parsed(text);
  next();
}

function saysJson(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/([\w.+-]+\+)?json\b/i.test(contentType);
}

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const ctx = { error: (error as Error).message };
    throw new Refusal(422, [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {}, ctx }]);
  }
  const complaints = text.includes('\\u') ? [...illFormed(value, ['body'])] : [];
  if (complaints.length > 0) throw new Refusal(422, complaints);
  return value;
}

function* illFormed(value: unknown, loc: Complaint['loc']): Generator<Complaint> {
  if (typeof value === 'string') {
    if (value.isWellFormed()) return;
    const msg = 'Input should be a valid string: it holds half of a surrogate pair';
    yield { type: 'string_unicode', loc, msg, input: value.toWellFormed() };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* illFormed(item, [...loc, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield* illFormed(key, loc);
      yield* illFormed(item, [...loc, key.toWellFormed()]);
    }
  }
}
