import { PositionTelling, type ReadPosition } from './position-telling';

const at = (partition: number, offset: string): ReadPosition => ({ topic: 't', partition, offset });

/** A Kafka that takes positions, or does not. */
class Kafka {
  readonly asked: ReadPosition[][] = [];
  answer: () => Promise<void> = () => Promise.resolve();
  readonly failures: unknown[] = [];
  readonly telling = new PositionTelling({
    commit: (positions) => {
      this.asked.push(positions);
      return this.answer();
    },
    onFailure: (error) => this.failures.push(error),
  });
}

describe('telling Kafka how far a group has read', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('given many positions within a second, then the newest of each partition is told once', async () => {
    const { telling, asked } = new Kafka();
    for (const position of [at(0, '1'), at(1, '5'), at(0, '2')]) telling.note([position]);
    await jest.advanceTimersByTimeAsync(999);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([[at(0, '2'), at(1, '5')]]);
  });

  it('given Kafka takes nothing for a while, then what it did not take is told again, with what came meanwhile', async () => {
    const kafka = new Kafka();
    kafka.answer = () => Promise.reject(new Error('away'));
    kafka.telling.note([at(0, '1'), at(1, '1')]);
    await jest.advanceTimersByTimeAsync(1000);
    kafka.telling.note([at(1, '2')]);
    kafka.answer = () => Promise.resolve();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(kafka.asked).toEqual([
      [at(0, '1'), at(1, '1')],
      [at(0, '1'), at(1, '2')],
    ]);
    expect(kafka.failures).toEqual([new Error('away')]);
  });

  it('given the place in the group is lost while Kafka is asked, then its positions are told no more', async () => {
    const kafka = new Kafka();
    let refuse = (_: Error): void => undefined;
    kafka.answer = () => new Promise((_, reject) => (refuse = reject));
    kafka.telling.note([at(0, '1')]);
    await jest.advanceTimersByTimeAsync(1000);
    kafka.telling.forget();
    kafka.telling.note([at(3, '7')]);
    refuse(new Error('unknown member'));
    kafka.answer = () => Promise.resolve();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(kafka.asked).toEqual([[at(0, '1')], [at(3, '7')]]);
  });

  it('given somebody leaves, then all is told at once', async () => {
    const { telling, asked } = new Kafka();
    telling.note([at(0, '1')]);
    await telling.tell();
    await telling.tell();
    expect(asked).toEqual([[at(0, '1')]]);
  });
});
