import { randomBytes } from 'node:crypto';
import type { Message } from 'kafkajs';
import { EVENT_TYPES, type EventType, topicOf } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { encodeEvent } from '../src/cloud-event-codec';

/** A message that no stage can work with, marked so that its dead letter can be told. */
export interface FuzzedMessage {
  topic: string;
  id: string;
  how: string;
  message: Message;
}

export const FUZZ_ID = 'fuzz-id';
/** Nobody acts on what only tells of an end; `training.progressed` is for screens. */
export const ACTED_ON = EVENT_TYPES.filter(
  (type) => !['training.progressed', 'run.persisted', 'request.completed'].includes(type),
);
const DEPTH = 20_000;
const MEGABYTE = 1_000_000;

type Fuzz = (good: Good, random: (below: number) => number) => { message: Message; how: string };
interface Good {
  message: Message;
  data: Record<string, unknown>;
}

const withValue = (good: Good, value: string | Buffer): Message => ({ ...good.message, value });
const replaced = ({ data }: Good, random: (below: number) => number, by: (old: unknown) => unknown): string => {
  const names = Object.keys(data).filter((name) => data[name] !== null);
  const name = names[random(names.length)] as string;
  return JSON.stringify({ ...data, [name]: by(data[name]) });
};

const WAYS: Fuzz[] = [
  (good, random) => {
    const text = JSON.stringify(good.data);
    return { how: 'truncated', message: withValue(good, text.slice(0, random(text.length - 1))) };
  },
  (good, random) => ({
    how: 'wrong type',
    message: withValue(
      good,
      replaced(good, random, (old) => (typeof old === 'string' ? 42 : 'text')),
    ),
  }),
  (good) => ({ how: 'deep nesting', message: withValue(good, '['.repeat(DEPTH) + ']'.repeat(DEPTH)) }),
  (good, random) => ({
    how: 'deep nesting in a field',
    message: withValue(
      good,
      replaced(good, random, () => 0).replace(/:0([,}])/, `:${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}$1`),
    ),
  }),
  (good) => ({ how: '__proto__', message: withValue(good, `{"__proto__":${JSON.stringify(good.data)}}`) }),
  (good, random) => ({ how: 'noise', message: withValue(good, randomBytes(1 + random(2000))) }),
  (good) => ({
    how: 'no CloudEvent',
    message: { ...good.message, headers: { 'content-type': 'application/json' } },
  }),
  (good, random) => ({
    how: 'another specversion or type',
    message: {
      ...good.message,
      headers: { ...good.message.headers, [random(2) === 0 ? 'ce_specversion' : 'ce_type']: 'x'.repeat(random(99)) },
    },
  }),
  (good) => ({ how: 'a list', message: withValue(good, JSON.stringify([good.data])) }),
  (good) => ({ how: 'no value', message: { ...good.message, value: null } }),
];
const LARGE: Fuzz = (good, random) => ({
  how: 'a string of 1 MB',
  message: withValue(
    good,
    replaced(good, random, () => 'A'.repeat(MEGABYTE)),
  ),
});

/** Whole numbers below a bound that follow from a seed. */
export function drawnFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** `count` messages over the topics of these events, about runs that do not exist. The same numbers, the same messages. */
export function fuzzedMessages(
  count: number,
  types: readonly EventType[],
  random: (below: number) => number,
): FuzzedMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const type = types[index % types.length] as EventType;
    const runId = index.toString(16).padStart(32, 'f');
    const event = exampleEvent(type, { id: `fuzz-${index}`, key: runId, correlationid: runId });
    const good: Good = { message: encodeEvent(event), data: event.data as Record<string, unknown> };
    const way = index % 50 === 0 ? LARGE : (WAYS[random(WAYS.length)] as Fuzz);
    const { how, message } = way(good, random);
    const headers = { ...message.headers, [FUZZ_ID]: String(index) };
    return { topic: topicOf(type), id: String(index), how, message: { ...message, headers } };
  });
}
