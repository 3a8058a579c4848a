import { actsOn, RUN_ID_PATTERN, type Stage, STAGES } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import {
  aboutRecord,
  EventPublisher,
  isPublishable,
  isReplayed,
  readStoredRecords,
  type ReceivedMessage,
  replayableTopics,
  replayed,
  type TopicMessage,
} from '@trademaster/messaging';
import { audited, type AuditOptions } from '../audited';
import { boundaryOf } from '../boundary';
import type { CliConfig } from '../cli.config';
import type { Screen } from '../screen';
import { replayAsNew } from './replay-as-new';

export interface ReplayOptions extends AuditOptions {
  run?: string;
  request?: string;
  topic?: string;
  all?: boolean;
  from?: string;
  to?: string;
  stage?: string;
  asNew?: boolean;
  json?: boolean;
}

interface Selection {
  records: ReceivedMessage[];
  /** Copies that earlier replays made of what is selected already. */
  copies: number;
}

const CLIENT_ID = 'trademaster-replay';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * `trademaster replay`: publishes stored records again, with their own bytes and ids. What they led to is on record, so
 * nothing happens twice. Without `--commit` it only says what it would publish.
 * Throws `request_invalid`, `broker_unavailable`, `ledger_unavailable`.
 */
export async function replayCommand(options: ReplayOptions, config: CliConfig, screen: Screen): Promise<number> {
  const topics = topicsOf(options);
  if (options.asNew) return replayAsNew(options, config, screen);
  const brokers = config.brokers;
  const { run, request, topic, all, from, to, stage, commit = false, json } = options;
  const what = { run, request, topic, all, from, to, stage };
  const outcome = await audited(config, options, { action: 'replay', what }, async (provenance) => {
    const { records, copies } = await select(options, topics, brokers);
    const hasRoom = (record: ReceivedMessage) => isPublishable(replayed(record, provenance));
    const [again, tooLarge] = [records.filter(hasRoom), records.filter((record) => !hasRoom(record))];
    const messages = again.map((record) => replayed(record, provenance));
    if (commit) await publishAgain(messages, brokers);
    return {
      ...{ committed: commit, count: again.length, copies_left_out: copies },
      ...{ records: again.map(described), too_large: tooLarge.map(described) },
    };
  });
  if (json) screen.out(JSON.stringify(outcome));
  else screen.out([...outcome.records.map(line), ...tooLargeLines(outcome), conclusion(outcome)].join('\n'));
  return 0;
}

/** Publishes in the order of the records. */
export async function publishAgain(records: readonly TopicMessage[], brokers: string[]): Promise<void> {
  const publisher = new EventPublisher({ brokers, clientId: CLIENT_ID });
  await publisher.connect();
  try {
    await publisher.publishRecords(records);
  } finally {
    await publisher.disconnect();
  }
}

/** Throws `request_invalid` unless exactly one thing is named, in its own form. */
function topicsOf({ run, request, topic, all, from, to, stage }: ReplayOptions): string[] {
  if ([run, request, topic, all].filter((given) => given !== undefined).length !== 1) {
    throw refusal('run', 'give one of --run ID, --request ID, --topic T and --all');
  }
  if (run !== undefined && !RUN_ID_PATTERN.test(run)) throw refusal('run', `--run must be 32 hex digits (got ${run})`);
  if (request !== undefined && !UUID.test(request))
    throw refusal('request', `--request must be a UUID (got ${request})`);
  if (stage !== undefined && !STAGES.includes(stage as Stage)) {
    throw refusal('stage', `--stage must be one of ${STAGES.join(', ')} (got ${stage})`);
  }
  if (topic === undefined && [from, to].some((text) => text !== undefined && /^\d+$/.test(text))) {
    throw refusal('from', 'offsets count within a topic: give --topic, or times');
  }
  const topics = replayableTopics(stage as Stage | undefined);
  if (topic === undefined) return topics;
  if (topics.includes(topic)) return [topic];
  throw refusal('topic', `${stage ?? 'no stage'} works on ${topic}; --topic must be one of ${topics.join(', ')}`);
}

async function select(options: ReplayOptions, topics: string[], brokers: string[]): Promise<Selection> {
  const from = boundaryOf(options.from, '--from');
  const to = boundaryOf(options.to, '--to');
  const selection: Selection = { records: [], copies: 0 };
  await readStoredRecords({
    brokers,
    clientId: CLIENT_ID,
    topics,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    onRecord: (record) => {
      if (!isMeant(record, options)) return;
      if (isReplayed(record)) selection.copies += 1;
      else selection.records.push(record);
    },
  });
  selection.records.sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
  return selection;
}

function isMeant(record: ReceivedMessage, { run, request, stage }: ReplayOptions): boolean {
  const { runId, requestId, type, mode } = aboutRecord(record);
  if (run !== undefined && runId !== run) return false;
  if (request !== undefined && requestId !== request) return false;
  return stage === undefined || type === undefined || mode === undefined || actsOn(stage as Stage, type, mode);
}

function described(record: ReceivedMessage) {
  const { topic, partition, offset, timestamp } = record;
  const { id, runId, requestId, symbol } = aboutRecord(record);
  return {
    ...{ topic, partition, offset, time: new Date(Number(timestamp)).toISOString() },
    ...{ event_id: id, run_id: runId, request_id: requestId, symbol },
  };
}

function line({ topic, partition, offset, time, run_id, symbol }: ReturnType<typeof described>): string {
  return `${time}  ${`${topic}/${partition}/${offset}`.padEnd(44)} ${symbol ?? ''} ${run_id ?? ''}`.trimEnd();
}

function tooLargeLines({ too_large }: { too_large: ReturnType<typeof described>[] }): string[] {
  if (too_large.length === 0) return [];
  return ['left out, because they fill their topic and leave no room for a replay’s headers:', ...too_large.map(line)];
}

function conclusion({
  committed,
  count,
  copies_left_out,
  audit_id,
}: {
  committed: boolean;
  count: number;
  copies_left_out: number;
  audit_id: string;
}): string {
  const copies = copies_left_out === 0 ? '' : ` (${copies_left_out} copies by earlier replays left out)`;
  return committed
    ? `${count} records published again${copies}; audit record ${audit_id}`
    : `${count} records would be published again${copies}; --commit --why "the reason" does it`;
}

function refusal(field: string, message: string): PipelineError {
  return new PipelineError('request_invalid', message, { field });
}
