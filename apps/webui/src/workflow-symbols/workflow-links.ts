import { Refusal } from '../http/refusal';
import type { WorkflowLink } from '../storage/workflow-symbol.entity';
import type { WorkflowLinkInput } from './workflow-symbol.dto';

const DEFAULT_TIMEZONE = 'America/New_York';
const DEFAULT_SCHEDULE = '0 9 * * *';

/** The links of a symbol, in order. Throws 400 for what no single field's rule can see. */
export function workflowLinks(inputs: WorkflowLinkInput[]): Omit<WorkflowLink, 'link_id' | 'workflow_symbol'>[] {
  const dagIds = inputs.map(({ dag_id }) => dag_id);
  const repeated = [...new Set(dagIds.filter((dagId, index) => dagIds.indexOf(dagId) !== index))];
  if (repeated.length > 0) {
    throw new Refusal(400, `Duplicate dag_ids detected: [${repeated.map((dagId) => `'${dagId}'`).join(', ')}]`);
  }
  return inputs.map((input, index) => ({
    dag_id: input.dag_id,
    is_active: input.is_active ?? true,
    priority: index,
    timezone: timezoneOf(input),
    ...sessionOf(input),
    allow_weekend: input.allow_weekend ?? false,
    schedule_interval: input.schedule_interval ?? DEFAULT_SCHEDULE,
    config: input.config ?? null,
  }));
}

function timezoneOf({ timezone }: WorkflowLinkInput): string {
  if (!timezone) return DEFAULT_TIMEZONE;
  try {
    Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new Refusal(400, `Unknown timezone '${timezone}'`);
  }
  return timezone;
}

function sessionOf(input: WorkflowLinkInput): Pick<WorkflowLink, 'session_start' | 'session_end'> {
  const session_start = input.session_start ?? null;
  const session_end = input.session_end ?? null;
  if ((session_start === null) !== (session_end === null)) {
    throw new Refusal(400, 'Session start and end must both be provided or both omitted');
  }
  if (session_start !== null && session_end !== null && session_end <= session_start) {
    throw new Refusal(400, 'Session end must be after session start');
  }
  return { session_start, session_end };
}
