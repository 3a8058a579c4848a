import { exampleEvent, EXAMPLE_REQUEST, EXAMPLE_RUN_ID } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import { deadLetterOf } from './dead-letter';
import type { ReceivedMessage } from './received-message';
import { aboutRecord, isReplayed, redriven, replayableTopics, replayed } from './replay';
import { storedDeadLetter } from './stored-dead-letter';

const trained = receivedOf(exampleEvent('model.trained'), { partition: 2, offset: '17' });
const provenance = { auditId: 'a1', by: 'olga', at: '2026-11-25T14:00:00.000Z' };
const failure = { stage: 'inferencer', code: 'model_invalid', message: 'not an ONNX file', retryable: false } as const;
const letter: ReceivedMessage = {
  ...trained,
  ...(deadLetterOf(trained, 'trademaster-inferencer', { failure }) as Pick<
    ReceivedMessage,
    'key' | 'value' | 'headers'
  >),
  topic: 'inferencer-dlt',
  partition: 1,
  offset: '5',
};

describe('a record that is replayed', () => {
  it('given one, then it is its own bytes, key and headers, and who did it from where', () => {
    const { topic, message } = replayed(trained, provenance);
    expect(topic).toBe(trained.topic);
    expect(message).toMatchObject({ key: trained.key, value: trained.value });
    expect(message.headers).toEqual({
      ...trained.headers,
      'trademaster-replay-audit-id': 'a1',
      'trademaster-replay-by': 'olga',
      'trademaster-replay-at': provenance.at,
      'trademaster-replay-from': 'trademaster.model.trained.v1/2/17',
    });
  });

  it('given a copy and an original, then they can be told apart', () => {
    const copy = { ...trained, headers: replayed(trained, provenance).message.headers ?? {} };
    expect([isReplayed(trained), isReplayed(copy)]).toEqual([false, true]);
  });

  it('given a record, then run, request and event are known; of unreadable bytes what key and headers say', () => {
    const { request_id: requestId } = EXAMPLE_REQUEST;
    expect(aboutRecord(trained)).toMatchObject({ runId: EXAMPLE_RUN_ID, requestId, type: 'model.trained' });
    expect(aboutRecord({ ...trained, value: Buffer.from('{') })).toMatchObject({ runId: EXAMPLE_RUN_ID });
  });

  it('given a stage, then only the topics that it works on can be replayed for it; screens’ events for nobody', () => {
    expect(replayableTopics('trainer')).toEqual(['trademaster.symbol.resolved.v1']);
    expect(replayableTopics()).not.toContain('trademaster.training.progressed.v1');
  });
});

describe('a dead letter', () => {
  it('given one, then it says where it came from and why it is there', () => {
    expect(storedDeadLetter(letter)).toMatchObject({
      ...{ id: 'inferencer/1/5', stage: 'inferencer', topic: trained.topic, partition: 2, offset: '17' },
      ...{ type: 'model.trained', run_id: EXAMPLE_RUN_ID, code: 'model_invalid', message: 'not an ONNX file' },
    });
  });

  it('given it is redriven, then the message is as it first was, on its first topic', () => {
    const { topic, message } = redriven(letter, provenance) ?? {};
    expect(topic).toBe(trained.topic);
    expect(message?.value).toEqual(trained.value);
    const names = Object.keys(message?.headers ?? {});
    expect(names.filter((name) => name.startsWith('kafka_dlt'))).toEqual([]);
    expect(message?.headers).toMatchObject({ ...trained.headers, 'trademaster-replay-from': 'inferencer-dlt/1/5' });
  });

  it('given one that does not say where it came from, then it cannot be redriven', () => {
    expect(redriven({ ...letter, headers: {} }, provenance)).toBeUndefined();
  });
});
