import type { PipeTransform } from '@nestjs/common';
import { Refusal } from '../http/refusal';
import { ARTIFACT_TYPES } from '../storage/artifact.entity';

type Body = { name?: unknown; type?: unknown } | undefined;

/** The existing backend answers 400, not 422, where name or type is missing or the type is not one of three. */
export const nameAndType: PipeTransform<Body> = {
  transform: (body) => {
    if (isObject(body)) {
      if (body.name === undefined || body.name === null || !body.type) {
        throw new Refusal(400, 'name and type are required');
      }
      knownType.transform(body, { type: 'body' });
    }
    return body;
  },
};

/** For a change: the type may stay what it is, but never become something else than one of three. */
export const knownType: PipeTransform<Body> = {
  transform: (body) => {
    const isKnown = (type: unknown) => (ARTIFACT_TYPES as readonly unknown[]).includes(type);
    if (isObject(body) && body.type !== undefined && !isKnown(body.type)) {
      throw new Refusal(400, 'type must be llm, chart, or signal');
    }
    return body;
  },
};

function isObject(body: Body): body is NonNullable<Body> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
