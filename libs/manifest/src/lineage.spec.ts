import type { PipelineEvent } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { lineageOf } from './lineage';

const RUN = (
  ['symbol.requested', 'symbol.resolved', 'model.trained', 'signal.inferred', 'signal.reviewed'] as const
).map((type) => exampleEvent(type) as PipelineEvent);
const reviewed = RUN.at(-1) as PipelineEvent;

describe('what an end follows from', () => {
  it('given all facts in any order and others beside them, then it is the chain of causes, first cause first', () => {
    expect(lineageOf(reviewed, [exampleEvent('run.failed'), ...RUN.toReversed()])).toEqual(RUN);
  });

  it.each(RUN.slice(0, -1))('given that $type has not come, then there is none yet', (missing) => {
    expect(
      lineageOf(
        reviewed,
        RUN.filter((fact) => fact !== missing),
      ),
    ).toBeUndefined();
  });

  it('given an input that a retry published again, then its first publication counts, whichever came first', () => {
    const again = { ...(RUN[3] as PipelineEvent), attempt: 1, causationid: 'the retry' };
    const decided = { ...reviewed, attempt: 1 };
    expect(lineageOf(decided, [again, ...RUN])).toEqual([...RUN.slice(0, -1), decided]);
  });

  it('given an event that claims to follow from itself, then there is none', () => {
    expect(lineageOf({ ...reviewed, causationid: reviewed.id }, [{ ...reviewed, causationid: reviewed.id }])).toBe(
      undefined,
    );
  });
});
