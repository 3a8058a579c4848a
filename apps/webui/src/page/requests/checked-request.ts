import { canonicalJson, offencesIn, resolveRunConfig, RunConfig, RunRequested } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import { type Complaint, Refusal } from '../../http/refusal';

/**
 * A request as symbol-resolver will take it, by the same rules and in the same words. Throws a 422 that names every
 * offending field.
 */
export function checkedRequest(body: unknown): RunRequested {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(422, [
      { type: 'dict_type', loc: ['body'], msg: 'Input should be a valid dictionary', input: null },
    ]);
  }
  const config: unknown = 'config' in body ? body.config : undefined;
  const offences = [
    ...offencesIn(RunRequested, body, { refuseUnknown: true }),
    ...(isObject(config) ? offencesIn(RunConfig, config, { prefix: 'config', refuseUnknown: true }) : []),
  ];
  if (offences.length === 0) offences.push(...togetherOffences(config));
  if (canonicalJson(body).includes('"__proto__":')) {
    offences.push({ field: '__proto__', message: '__proto__ is not a known key' });
  }
  if (offences.length > 0) throw new Refusal(422, offences.map(complaintOf));
  return body;
}

/** What no field shows alone: shares that do not add up, two names of one key. */
function togetherOffences(config: unknown): Offence[] {
  try {
    resolveRunConfig({ from: 'config', config });
    return [];
  } catch (thrown) {
    if (thrown instanceof PipelineError && thrown.code === 'config_invalid') {
      return [{ field: thrown.field ?? 'config', message: thrown.message }];
    }
    throw thrown;
  }
}

type Offence = ReturnType<typeof offencesIn>[number];

function complaintOf({ field, message }: Offence): Complaint {
  const loc = ['body', ...field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
  return { type: 'value_error', loc, msg: message, input: null };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
