import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Overview, RunDetail, RunPage, StoredEvent, TrainingPoint } from '../../../src/page/contract';
import { foldDetail, foldRow, foldTraining } from './fold-event';

/** Patches what is on the screen with a batch of events, oldest first. */
export function patchViews(client: QueryClient, events: readonly StoredEvent[]): void {
  for (const [runId, ofRun] of groupedByRun(events)) {
    client.setQueryData<RunDetail>(['run', runId], (detail) => detail && ofRun.reduce(foldDetail, detail));
    client.setQueryData<TrainingPoint[]>(
      ['run', runId, 'training'],
      (points) => points && ofRun.reduce(foldTraining, points),
    );
    client.setQueryData<StoredEvent[]>(['run', runId, 'events'], (known) => known && withNew(known, ofRun));
  }
  client.setQueryData<Overview>(['overview'], (overview) => {
    if (overview === undefined) return overview;
    const later = events.filter(({ seq }) => seq > overview.seq);
    return { ...overview, running: overview.running.map((row) => later.reduce(foldRow, row)) };
  });
  client.setQueriesData<RunPage>(
    { queryKey: ['runs'] },
    (page) => page && { ...page, runs: page.runs.map((row) => events.reduce(foldRow, row)) },
  );
}

/** What the server has to be asked for again after these events. Progress changes nothing that a patch does not show. */
export function outdatedBy(events: readonly StoredEvent[]): QueryKey[] {
  const telling = events.filter(({ type }) => type !== 'training.progressed');
  if (telling.length === 0) return [];
  const runs = new Set(telling.flatMap(({ run_id }) => (run_id === null ? [] : [run_id])));
  const requests = new Set(telling.flatMap(({ request_id }) => (request_id === null ? [] : [request_id])));
  return [
    ...[...runs].map((runId) => ['run', runId]),
    ...[...requests].map((requestId) => ['request', requestId]),
    ['overview'],
    ['runs'],
  ];
}

function groupedByRun(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const groups = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (event.run_id !== null) groups.set(event.run_id, [...(groups.get(event.run_id) ?? []), event]);
  }
  return groups;
}

function withNew(known: StoredEvent[], events: readonly StoredEvent[]): StoredEvent[] {
  const last = known.at(-1)?.seq ?? 0;
  const later = events.filter(({ seq }) => seq > last);
  return later.length === 0 ? known : [...known, ...later];
}
