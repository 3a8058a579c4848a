import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoredEvent } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { Instant } from '../elements/instant';
import { Empty, Loaded } from '../elements/loaded';
import { Section } from '../elements/section';
import { harmless } from '../format/harmless';
import { counted } from '../format/words';

const SHOWN_AT_ONCE = 50;

/** The raw events of a run, as they came; read only when somebody opens the list. */
export function EventsSection({ runId }: { runId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Section id="events" title="Events">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Raw events</summary>
        {open && <Events runId={runId} />}
      </details>
    </Section>
  );
}

function Events({ runId }: { runId: string }) {
  const events = useQuery(queries.events(runId));
  return (
    <Loaded query={events} what="the events">
      {(list) => (list.length === 0 ? <Empty>No event has arrived yet.</Empty> : <EventList events={list} />)}
    </Loaded>
  );
}

function EventList({ events }: { events: StoredEvent[] }) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const left = events.length - shown;
  return (
    <>
      <p className="muted">{counted(events.length, 'event')}, in the order in which they came.</p>
      <ol className="events" aria-label="Raw events">
        {events.slice(0, shown).map((event) => (
          <li key={event.seq}>
            <EventEntry event={event} />
          </li>
        ))}
      </ol>
      {left > 0 && (
        <button type="button" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          Show {Math.min(left, SHOWN_AT_ONCE)} more
        </button>
      )}
    </>
  );
}

function EventEntry({ event }: { event: StoredEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <code>{event.type}</code> <span className="muted">attempt {event.attempt}, </span>
        <Instant at={event.received_at} />
      </summary>
      {open && (
        <pre tabIndex={0} role="group" aria-label={`JSON of ${event.type}`}>
          {harmless(JSON.stringify(event, null, 2))}
        </pre>
      )}
    </details>
  );
}
