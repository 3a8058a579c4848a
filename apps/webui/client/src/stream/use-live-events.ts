import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunDetail, StoredEvent } from '../../../src/page/contract';
import { outdatedBy, patchViews } from './apply-events';
import { followEvents, type Phase } from './event-source';
import { remember, streamStartsFrom } from './recent-events';
import { Refetching } from './refetching';

/** Keeps everything on the page live, from the first view whose `seq` is known; says how the connection is. */
export function useLiveEvents(seq: number | undefined): Phase {
  const client = useQueryClient();
  const [phase, setPhase] = useState<Phase>('connecting');
  const [from, setFrom] = useState<number>();
  if (from === undefined && seq !== undefined) setFrom(seq);

  useEffect(() => {
    if (from === undefined) return;
    const refetching = new Refetching(client);
    streamStartsFrom(from);
    refetching.add(viewsBefore(client, from));
    const stop = followEvents(from, {
      onEvents: (events) => show(client, refetching, events),
      onReset: () => void client.invalidateQueries(),
      onPhase: (next) => {
        setPhase(next);
        // A stream that was refused may mean that the session has ended.
        if (next === 'offline') void client.invalidateQueries({ queryKey: ['session'] });
      },
    });
    return () => {
      stop();
      refetching.stop();
    };
  }, [client, from]);

  return phase;
}

function show(client: QueryClient, refetching: Refetching, events: StoredEvent[]): void {
  remember(events);
  patchViews(client, events);
  refetching.add(outdatedBy(events));
}

/** Runs that were read before the stream began, and miss what happened between. */
function viewsBefore(client: QueryClient, seq: number) {
  return client
    .getQueriesData<RunDetail>({ queryKey: ['run'] })
    .flatMap(([key, detail]) => (key.length === 2 && detail !== undefined && detail.seq < seq ? [key] : []));
}
