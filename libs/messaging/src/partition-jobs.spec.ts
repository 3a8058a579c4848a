import { type Job, PartitionJobs } from './partition-jobs';

const TOPIC = 'trademaster.symbol.resolved.v1';
const place = (partition: number) => ({ topic: TOPIC, partition });

describe('the jobs of a member’s partitions', () => {
  let jobs: PartitionJobs;
  let finish: (() => void)[];

  beforeEach(() => {
    jobs = new PartitionJobs();
    finish = [];
    jobs.assigned('member-1', { [TOPIC]: [0, 1] });
  });

  function start(partition: number, offset: bigint): Job {
    return jobs.start(place(partition), offset, () => new Promise((resolve) => finish.push(resolve)));
  }

  it('given a message is worked on, when it is delivered again after a rebalance, then it is stale', () => {
    start(0, 7n);
    expect(jobs.admit(place(0), 7n)).toBe('stale');
  });

  it('given a message is worked on, when the next one is delivered, then it is early, on another partition admitted', () => {
    start(0, 7n);
    expect(jobs.admit(place(0), 8n)).toBe('early');
    expect(jobs.admit(place(1), 8n)).toBe('admitted');
  });

  it('given a message was committed, when it is delivered again, then it is stale and the next is admitted', async () => {
    const job = start(0, 7n);
    jobs.committed(job);
    finish[0]?.();
    await job.ended;
    expect(jobs.admit(place(0), 7n)).toBe('stale');
    expect(jobs.admit(place(0), 8n)).toBe('admitted');
  });

  it('given a rebalance takes a partition away, when it comes back, then its job is lost and its message is new', () => {
    const [gone, kept] = [start(0, 7n), start(1, 3n)];
    expect(jobs.assigned('member-1', { [TOPIC]: [1] })).toEqual({ busy: [kept], idle: [] });
    expect([gone, kept].map((job) => job.lost.signal.aborted)).toEqual([true, false]);
    expect(jobs.assigned('member-1', { [TOPIC]: [0, 1] })).toEqual({ busy: [kept], idle: [place(0)] });
    expect(jobs.admit(place(0), 7n)).toBe('admitted');
  });

  it('given the membership is a new one, when it has the same partitions, then all the same every job is lost', () => {
    const job = start(0, 7n);
    expect(jobs.assigned('member-2', { [TOPIC]: [0, 1] }).idle).toEqual([place(0), place(1)]);
    expect(job.lost.signal.aborted).toBe(true);
  });

  it('given a lost job ends after its partition has another one, when that one is asked for, then it is current', async () => {
    const old = start(0, 7n);
    jobs.loseAll();
    jobs.assigned('member-2', { [TOPIC]: [0] });
    const current = start(0, 7n);
    finish[0]?.();
    await old.ended;
    expect(jobs.isCurrent(old)).toBe(false);
    expect(jobs.isCurrent(current)).toBe(true);
    expect(jobs.admit(place(0), 8n)).toBe('early');
  });
});
