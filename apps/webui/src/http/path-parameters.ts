import type { PipeTransform } from '@nestjs/common';
import { Refusal } from './refusal';

/** The id in `/api/artifacts/:id`. Throws 422 for what is not an integer. */
export const artifactId: PipeTransform<string, number> = {
  transform: (text) => {
    if (/^-?\d+$/.test(text)) return Number(text);
    const msg = 'Input should be a valid integer, unable to parse string as an integer';
    throw new Refusal(422, [{ type: 'int_parsing', loc: ['path', 'artifact_id'], msg, input: text }]);
  },
};
