import { exampleEvent, exampleFailure } from '@trademaster/testkit';
import { receivedOf } from '../test/received-of';
import { deadLetterOf, scrubbedStack } from './dead-letter';
import { createRedact } from '@trademaster/environment';

describe('dead letters', () => {
  it('given a message, when it becomes a dead letter, then its bytes are untouched and Spring’s headers say where it was', () => {
    const message = receivedOf(exampleEvent('symbol.resolved'), { partition: 3, offset: '4294967297' });
    const letter = deadLetterOf(message, 'trademaster-trainer', { failure: exampleFailure({ code: 'internal' }) });
    expect(letter.value).toBe(message.value);
    expect(letter.key).toBe(message.key);
    expect(letter.headers).toMatchObject(message.headers);
    // Spring Kafka writes the partition as int32, offset and timestamp as int64, big-endian
    expect(letter.headers?.['kafka_dlt-original-partition']).toEqual(Buffer.from('00000003', 'hex'));
    expect(letter.headers?.['kafka_dlt-original-offset']).toEqual(Buffer.from('0000000100000001', 'hex'));
    expect(letter.headers?.['kafka_dlt-original-consumer-group']).toBe('trademaster-trainer');
    expect(letter.headers?.['kafka_dlt-exception-fqcn']).toBe('trademaster.PipelineError.internal');
  });

  it('given an error with a cause, when its stack is scrubbed, then folders and secrets are gone and both are named', () => {
    const cause = new Error('ECONNREFUSED with sk-abcdefghijklmnop');
    const stack = scrubbedStack(new Error('MLflow is away', { cause }), createRedact());
    expect(stack).toContain('MLflow is away');
    expect(stack).toContain('caused by Error: ECONNREFUSED');
    expect(stack).toContain('dead-letter.spec.ts:');
    expect(stack).not.toContain(__dirname);
    expect(stack).not.toContain('sk-abc');
  });
});
