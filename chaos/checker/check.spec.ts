import { check, type Findings } from './check';
import type { Expected, Observed, SeenEvent } from './observations';

const DECISION = 'd'.repeat(64);
const OTHER = 'e'.repeat(64);
const EXPECTED: Expected[] = ['one', 'two'].map((requestId) => ({
  requestId,
  symbol: 'CHAA',
  decisionSha256: DECISION,
}));

/** What two runs leave behind when nothing is wrong: two deliveries of one event and a repeated request included. */
function untouched(): Observed {
  const event = (requestId: string, type: string, more: Partial<SeenEvent> = {}): SeenEvent => ({
    type,
    id: `${requestId}-${type}`,
    attempt: 0,
    requestId: type.startsWith('request.') ? requestId : undefined,
    runId: type.startsWith('request.') ? undefined : `run-${requestId}`,
    sha256: `${requestId}-${type}-data`,
    decisionSha256: undefined,
    status: undefined,
    ...more,
  });
  const eventsOf = (requestId: string): SeenEvent[] => [
    event(requestId, 'request.resolved'),
    event(requestId, 'symbol.requested'),
    event(requestId, 'symbol.resolved'),
    event(requestId, 'model.trained'),
    event(requestId, 'model.trained'),
    event(requestId, 'signal.inferred'),
    event(requestId, 'signal.reviewed', { decisionSha256: DECISION }),
    event(requestId, 'run.persisted', { decisionSha256: DECISION, status: 'FINISHED' }),
    event(requestId, 'request.completed', { status: 'succeeded' }),
    event(requestId, 'request.completed', { status: 'succeeded', id: `${requestId}-again`, sha256: 'repeated: true' }),
  ];
  const requestIds = EXPECTED.map(({ requestId }) => requestId);
  return {
    kafka: { events: requestIds.flatMap(eventsOf), deadLetters: [], uncommitted: [] },
    ledger: {
      requests: requestIds.map((requestId) => ({ requestId })),
      runs: requestIds.map((requestId) => ({
        runId: `run-${requestId}`,
        requestId,
        symbol: 'CHAA',
        status: 'FINISHED',
      })),
    },
    mlflow: requestIds.map((requestId) => ({
      runId: `run-${requestId}`,
      requestId,
      status: 'FINISHED',
      decisionSha256: DECISION,
    })),
    webui: requestIds.flatMap((requestId, index) =>
      ['signal', 'llm', 'chart'].map((type, nth) => ({
        id: 3 * index + nth,
        runId: `run-${requestId}`,
        type,
        decisionSha256: type === 'signal' ? DECISION : undefined,
      })),
    ),
  };
}

type Kind = 'lost' | 'doubled' | 'differing';
const of = (observed: Observed, type: string): SeenEvent =>
  observed.kafka.events.find((event) => event.type === type && event.id.startsWith('one'))!;
const without = (observed: Observed, type: string): void => {
  observed.kafka.events = observed.kafka.events.filter((event) => !(event.type === type && event.id.startsWith('one')));
};

/** A defect of the pipeline, and what it leaves behind in the four stores. */
const PLANTED: [bug: string, kind: Kind, leaves: (observed: Observed) => void][] = [
  [
    'a commit is skipped',
    'lost',
    ({ kafka }) =>
      kafka.uncommitted.push({
        group: 'trademaster-trainer',
        topic: 'trademaster.symbol.resolved.v1',
        partition: 2,
        records: 1,
      }),
  ],
  [
    'an offset is committed before the work, and the process dies: the run ends nowhere',
    'lost',
    (observed) => {
      for (const type of ['model.trained', 'signal.inferred', 'signal.reviewed', 'run.persisted', 'request.completed'])
        without(observed, type);
      observed.ledger.runs[0]!.status = 'RUNNING';
      observed.mlflow[0] = { ...observed.mlflow[0]!, status: 'RUNNING', decisionSha256: undefined };
      observed.webui = observed.webui.filter(({ runId }) => runId !== 'run-one');
    },
  ],
  [
    'a duplicate is skipped instead of answered: an event is never published',
    'lost',
    (o) => without(o, 'run.persisted'),
  ],
  [
    'the id of its run is dropped from an event',
    'lost',
    (o) => void Object.assign(of(o, 'model.trained'), { runId: undefined, requestId: 'one' }),
  ],
  ['the end of a request is not said', 'lost', (o) => without(o, 'request.completed')],
  [
    'ids of events are drawn instead of derived',
    'doubled',
    (o) => void o.kafka.events.push({ ...of(o, 'model.trained'), id: 'one-drawn' }),
  ],
  [
    'the last result wins instead of the first',
    'doubled',
    (o) => void o.kafka.events.push({ ...of(o, 'model.trained'), sha256: 'trained again' }),
  ],
  ['a POST to the WebUI is sent twice', 'doubled', (o) => void o.webui.push({ ...o.webui[0]!, id: 99 })],
  ['a WebUI artifact is noted as written before it is', 'lost', (o) => void o.webui.splice(1, 1)],
  [
    'an MLflow run is created without looking it up',
    'doubled',
    (o) => void o.mlflow.push({ ...o.mlflow[0]!, runId: 'run-second' }),
  ],
  [
    'a run is recorded without its unique key',
    'doubled',
    (o) => void o.ledger.runs.push({ ...o.ledger.runs[0]!, runId: 'run-second' }),
  ],
  ['the MLflow run is never ended', 'lost', (o) => void (o.mlflow[0]!.status = 'RUNNING')],
  [
    'a transient fault is taken for a final one',
    'lost',
    (o) => void o.kafka.events.push({ ...of(o, 'run.persisted'), type: 'run.failed' }),
  ],
  [
    'a good message is put on the topic of dead letters',
    'lost',
    ({ kafka }) => kafka.deadLetters.push({ topic: 'trainer-dlt', key: 'run-one', reason: 'mlflow_unavailable' }),
  ],
  ['a training draws from the clock', 'differing', (o) => void (of(o, 'signal.reviewed').decisionSha256 = OTHER)],
  ['the tag of another run is written to MLflow', 'differing', (o) => void (o.mlflow[0]!.decisionSha256 = OTHER)],
  ['the WebUI is given a decision that was superseded', 'differing', (o) => void (o.webui[0]!.decisionSha256 = OTHER)],
  [
    'the end says another decision than the review',
    'differing',
    (o) => void (of(o, 'run.persisted').decisionSha256 = OTHER),
  ],
  [
    'a request is forgotten before anything is recorded',
    'lost',
    (o) => {
      o.kafka.events = o.kafka.events.filter(({ id }) => !id.startsWith('one'));
      o.ledger = { requests: [{ requestId: 'two' }], runs: [o.ledger.runs[1]!] };
      o.mlflow.shift();
      o.webui = o.webui.filter(({ runId }) => runId !== 'run-one');
    },
  ],
];

describe('the checker of the chaos suite', () => {
  it('given runs that ended as they should, when checked, then nothing is found and duplicates are counted', () => {
    expect(check(EXPECTED, untouched())).toEqual({ lost: [], doubled: [], differing: [], duplicatesAbsorbed: 2 });
  });

  it.each(PLANTED)(
    'given the defect "%s", when checked, then the run is %s, and the other one is not',
    (_, kind, leaves) => {
      const observed = untouched();
      leaves(observed);
      const findings: Findings = check(EXPECTED, observed);
      expect(findings[kind]).not.toEqual([]);
      expect(
        [...findings.lost, ...findings.doubled, ...findings.differing].filter((line) => line.includes('two')),
      ).toEqual([]);
    },
  );
});
