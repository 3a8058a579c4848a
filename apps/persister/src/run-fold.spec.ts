import type { EventType, PipelineEvent } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import fc from 'fast-check';
import { foldRun } from './run-fold';

const at = (attempt: number, ...types: EventType[]): PipelineEvent[] =>
  types.map((type) => exampleEvent(type, { attempt }) as PipelineEvent);

const FINISHED = at(0, 'symbol.requested', 'symbol.resolved', 'model.trained', 'signal.inferred', 'signal.reviewed');
/** The inferencer fails, the trader retries: the trainer's event comes again under its id, with the next attempt. */
const TRAINED_AGAIN = exampleEvent('model.trained', { id: exampleEvent('model.trained').id, attempt: 1 });
const RETRIED: PipelineEvent[] = [
  ...at(0, 'symbol.requested', 'symbol.resolved', 'model.trained', 'run.failed'),
  ...at(1, 'run.retry_requested'),
  TRAINED_AGAIN,
  exampleEvent('signal.inferred', { attempt: 1, causationid: TRAINED_AGAIN.id }),
  ...at(1, 'signal.reviewed'),
];

describe('state of a run', () => {
  it.each([
    ['finished', FINISHED, { status: 'FINISHED', attempt: 0 }],
    [
      'failed and not retried',
      at(0, 'symbol.requested', 'symbol.resolved', 'run.failed'),
      { status: 'FAILED', attempt: 0 },
    ],
    ['retried and finished', RETRIED, { status: 'FINISHED', attempt: 1 }],
    ['retried and under way', RETRIED.slice(0, -1), { status: 'RUNNING', attempt: 1 }],
    ['decided, but what it follows from is not all there', FINISHED.slice(1), { status: 'RUNNING', attempt: 0 }],
    ['failed again', [...RETRIED.slice(0, -1), ...at(1, 'run.failed')], { status: 'FAILED', attempt: 1 }],
  ])(
    'given a run that was %s, when its events come in any order and repeatedly, then the state is the same',
    (_, history, end) => {
      const deliveries = fc.tuple(
        fc.shuffledSubarray(history, { minLength: history.length }),
        fc.array(fc.constantFrom(...history)),
      );
      fc.assert(
        fc.property(deliveries, ([all, again]) => expect(foldRun('both', [...all, ...again])).toMatchObject(end)),
      );
    },
  );

  it('given mode train_backtest, when the model is trained, then nothing more is waited for', () => {
    const facts = at(0, 'symbol.requested', 'symbol.resolved', 'model.trained');
    expect(foldRun('train_backtest', facts).status).toBe('FINISHED');
    expect(foldRun('both', facts).status).toBe('RUNNING');
  });

  it('given a decision of the failed attempt that comes too late, when folded, then the failure stands', () => {
    expect(foldRun('both', [...FINISHED, ...at(0, 'run.failed')])).toMatchObject({
      status: 'FAILED',
      failure: { code: 'data_not_found' },
    });
  });

  it('given facts of two attempts, when folded, then the newer one is what is known', () => {
    const [older] = at(0, 'model.trained') as [PipelineEvent];
    const [newer] = at(1, 'model.trained') as [PipelineEvent];
    expect(foldRun('both', [newer, older]).facts['model.trained']).toBe(newer);
  });
});
