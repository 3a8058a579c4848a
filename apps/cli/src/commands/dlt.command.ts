import { type EventType, type PipelineEvent, type Stage, STAGES, topicOf, uuidV5 } from '@trademaster/contracts';
import { PipelineError } from '@trademaster/errors';
import {
  deadLetterTopicOf,
  EventPublisher,
  headerOf,
  isPublishable,
  readStoredRecords,
  type ReceivedMessage,
  redriven,
  type StoredDeadLetter,
  storedDeadLetter,
  type TopicMessage,
} from '@trademaster/messaging';
import { audited, type Audited, type AuditOptions } from '../audited';
import { boundaryOf } from '../boundary';
import type { CliConfig } from '../cli.config';
import type { Screen } from '../screen';
import { publishAgain } from './replay.command';
import { retryOf } from './retry.command';

export interface DeadLetterFilter {
  stage?: string;
  run?: string;
  code?: string;
  type?: string;
  since?: string;
  json?: boolean;
}

export interface RedriveOptions extends DeadLetterFilter, AuditOptions {
  all?: boolean;
}

interface Letter {
  record: ReceivedMessage;
  said: StoredDeadLetter;
}

/** What was not even handled, so that nothing about it is on record: the message itself is tried again. */
const NEVER_HANDLED: readonly string[] = ['message_unreadable', 'message_invalid'];

/** `trademaster dlt list`. Throws `request_invalid`, `broker_unavailable`. */
export async function listDeadLetters(filter: DeadLetterFilter, config: CliConfig, screen: Screen): Promise<number> {
  const letters = (await read(filter, config.brokers)).map(({ said }) => said);
  if (filter.json) screen.out(JSON.stringify({ letters }));
  else screen.out([...letters.map(line), `${letters.length} dead letters`].join('\n'));
  return 0;
}

/** `trademaster dlt show STAGE/PARTITION/OFFSET`: all headers, and the body as far as it is text. */
export async function showDeadLetter(id: string, config: CliConfig, screen: Screen): Promise<number> {
  const [letter] = await named([id], config.brokers);
  const { record, said } = letter as Letter;
  const headers: [string, string][] = Object.entries(record.headers)
    .filter(([name]) => !/^kafka_dlt-original-(partition|offset|timestamp)$/.test(name)) // binary; told above
    .map(([name]) => [name, headerOf(record, name) ?? '']);
  screen.out(
    JSON.stringify({ ...said, headers: Object.fromEntries(headers), value: record.value?.toString() }, null, 2),
  );
  return 0;
}

/**
 * `trademaster dlt redrive`. A message that no handler saw goes back to its topic as it was. One whose failure is on
 * record would only find that record: its run is taken up again, once (docs/decisions/0007).
 * Throws `request_invalid`, `broker_unavailable`, `ledger_unavailable`.
 */
export async function redriveDeadLetters(
  ids: string[],
  options: RedriveOptions,
  config: CliConfig,
  screen: Screen,
): Promise<number> {
  const { all, stage, run, code, type, since, commit = false, json } = options;
  if (ids.length === 0 && !all && [stage, run, code, type, since].every((given) => given === undefined)) {
    throw refusal('id', 'give ids, a filter, or --all');
  }
  const brokers = config.brokers;
  const what = { ids, all, stage, run, code, type, since };
  const outcome = await audited(config, options, { action: 'dlt redrive', what }, async (provenance) => {
    const letters = ids.length > 0 ? await named(ids, brokers) : await read(options, brokers);
    const { again, retries } = planOf(letters);
    const messages = again.map((letter) => ({ letter: letter.said.id, message: messageOf(letter, provenance) }));
    const fitting = messages.filter(({ message }) => isPublishable(message));
    if (commit) {
      await publishAgain(
        fitting.map(({ message }) => message),
        brokers,
      );
      await takeUpAgain(retries, brokers, provenance);
    }
    return {
      committed: commit,
      count: letters.length,
      messages: fitting.map(({ letter }) => letter),
      too_large: messages.filter(({ message }) => !isPublishable(message)).map(({ letter }) => letter),
      retries: retries.map(({ said }) => ({ run_id: said.run_id, letter: said.id })),
    };
  });
  if (json) screen.out(JSON.stringify(outcome));
  else screen.out(conclusion(outcome));
  return 0;
}

/**
 * Which messages go back as they were, and of which letters the run is taken up again: one of each run. Every stage
 * that could not read a message has a letter of it; the message goes back once, and they all read it again.
 */
function planOf(letters: readonly Letter[]): { again: Letter[]; retries: Letter[] } {
  const isUnhandled = ({ said }: Letter) => said.run_id === undefined || NEVER_HANDLED.includes(said.code);
  const messages = letters.filter(isUnhandled);
  const runs = letters.filter((letter) => !isUnhandled(letter));
  return {
    again: newestOfEach(messages, ({ said }) => `${said.topic}/${said.partition}/${said.offset}`),
    retries: newestOfEach(runs, ({ said }) => said.run_id as string),
  };
}

/** Letters come oldest first. */
function newestOfEach(letters: readonly Letter[], of: (letter: Letter) => string): Letter[] {
  return [...new Map(letters.map((letter) => [of(letter), letter])).values()];
}

/** Throws `request_invalid` when its headers do not say where it first stood. */
function messageOf({ record, said }: Letter, provenance: Audited): TopicMessage {
  const message = redriven(record, provenance);
  if (message === undefined) throw refusal('id', `${said.id} does not say where it came from`);
  return message;
}

async function takeUpAgain(retries: readonly Letter[], brokers: string[], provenance: Audited): Promise<void> {
  const publisher = new EventPublisher({ brokers, clientId: 'trademaster-redrive' });
  await publisher.connect();
  try {
    await publisher.publish(...retries.map(({ said }) => retryFor(said, provenance)));
  } finally {
    await publisher.disconnect();
  }
}

/** Redriving a letter again is the same request. */
function retryFor({ id, run_id, at }: StoredDeadLetter, { at: now }: Audited): PipelineEvent {
  return { ...retryOf(run_id as string, undefined, new Date(now)), id: uuidV5(JSON.stringify(['redrive', id, at])) };
}

async function read(filter: DeadLetterFilter, brokers: string[]): Promise<Letter[]> {
  const { stage, run, code, type } = filter;
  if (stage !== undefined && !STAGES.includes(stage as Stage)) {
    throw refusal('stage', `--stage must be one of ${STAGES.join(', ')} (got ${stage})`);
  }
  const from = boundaryOf(filter.since, '--since');
  const stages = stage === undefined ? STAGES : [stage as Stage];
  const letters: Letter[] = [];
  await readStoredRecords({
    brokers,
    clientId: 'trademaster-dlt',
    topics: stages.map(deadLetterTopicOf),
    ...(from === undefined ? {} : { from }),
    onRecord: (record) => letters.push({ record, said: storedDeadLetter(record) }),
  });
  const isMeant = ({ said }: Letter) =>
    (run === undefined || said.run_id === run) &&
    (code === undefined || said.code === code) &&
    (type === undefined || said.topic === topicOf(type as EventType));
  return letters.filter(isMeant).sort((a, b) => (a.said.at < b.said.at ? -1 : 1));
}

/** Throws `request_invalid` naming the first id that no letter has. */
async function named(ids: readonly string[], brokers: string[]): Promise<Letter[]> {
  const letters = await read({}, brokers);
  return ids.map((id) => {
    const letter = letters.find(({ said }) => said.id === id);
    if (letter) return letter;
    throw refusal('id', `there is no dead letter ${id}; trademaster dlt list shows them`);
  });
}

function line({ id, at, topic, code, message, run_id, symbol }: StoredDeadLetter): string {
  return `${id.padEnd(22)} ${at}  ${topic.padEnd(34)} ${symbol ?? run_id ?? ''}  ${code}: ${message}`;
}

function conclusion({
  committed,
  count,
  messages,
  too_large: tooLarge,
  retries,
  audit_id,
}: {
  committed: boolean;
  count: number;
  messages: string[];
  too_large: string[];
  retries: object[];
  audit_id: string;
}): string {
  const what = `${count} dead letters: ${messages.length} messages back to their topics, ${retries.length} runs taken up again`;
  const left = tooLarge.length === 0 ? '' : `; left out, too large for a replay’s headers: ${tooLarge.join(', ')}`;
  return committed
    ? `${what}${left}; audit record ${audit_id}`
    : `${what}, if --commit --why "the reason" is given${left}`;
}

function refusal(field: string, message: string): PipelineError {
  return new PipelineError('request_invalid', message, { field });
}
