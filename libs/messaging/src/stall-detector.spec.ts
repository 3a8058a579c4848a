import type { Job, Place } from './partition-jobs';
import { type PartitionLag, StallDetector, type Watched } from './stall-detector';

const TOPIC = 'trademaster.symbol.resolved.v1';
const LIMIT = 45_000;

describe('the stall detector', () => {
  let detector: StallDetector;
  let watched: Watched & { lags: PartitionLag[] };
  beforeEach(() => {
    detector = new StallDetector(LIMIT);
    watched = {
      lags: [{ topic: TOPIC, partition: 2, committed: 7n, end: 19n }],
      concerns: () => true,
      jobAt: () => undefined,
      delayOf: () => 0,
    };
  });
  const job = (aliveUntil: number) => (): Job => ({ aliveUntil }) as Job;
  /** Looks every five seconds for so long; what it said last. */
  function after(ms: number, each: (now: number) => void = () => undefined): string | undefined {
    let said: string | undefined;
    for (let now = 0; now <= ms; now += 5000) {
      each(now);
      said = detector.check(watched, now);
    }
    return said;
  }

  it('given a backlog and no work, when nothing moves, then it says so within a minute, not within the limit', () => {
    expect(after(LIMIT)).toBeUndefined();
    expect(after(60_000)).toMatch(/symbol\.resolved\.v1\/2: 12 behind, nothing moved for \d+ s/);
  });

  it('given a backlog that gets shorter, when looked at, then that is progress', () => {
    expect(after(600_000, (now) => (watched.lags[0]!.committed = BigInt((now / 40_000) | 0)))).toBeUndefined();
  });

  it('given a long training, when it gives signs of life, then it moves; when they end, then it stands still', () => {
    expect(after(600_000, (now) => (watched.jobAt = job(now + 1)))).toBeUndefined();
    watched.jobAt = job(0);
    expect(after(60_000)).toContain('12 behind');
  });

  it('given a retry that is not due, when it waits, then that is no standstill', () => {
    watched.jobAt = job(700_000);
    expect(after(600_000)).toBeUndefined();
  });

  it('given messages that wait a minute on purpose, when nobody has fetched them, then the minute is theirs', () => {
    watched.delayOf = () => 60_000;
    expect(after(LIMIT + 60_000)).toBeUndefined();
    expect(after(LIMIT + 70_000)).toContain('12 behind');
  });

  it('given another member’s partition, or nothing to read, when it does not move, then that is nobody’s standstill here', () => {
    watched.concerns = (place: Place) => place.partition !== 2;
    expect(after(600_000)).toBeUndefined();
    watched.concerns = () => true;
    watched.lags = [{ topic: TOPIC, partition: 2, committed: 19n, end: 19n }];
    expect(after(600_000)).toBeUndefined();
  });

  it('given Kafka was away meanwhile, when it is back, then the time begins anew', () => {
    after(40_000);
    detector.forget();
    expect(detector.check(watched, 60_000)).toBeUndefined();
    expect(detector.check(watched, 100_000)).toBeUndefined();
    expect(detector.check(watched, 110_000)).toContain('12 behind');
  });
});
