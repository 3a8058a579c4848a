import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queries } from './api/queries';
import { viewerZone } from './format/instants';
import { Link } from './navigation/link';
import { useRoute } from './navigation/navigate';
import type { Route } from './navigation/route';
import { NewRunPage } from './new-run/new-run-page';
import { OverviewPage } from './overview/overview-page';
import { RequestPage } from './request/request-page';
import { RunPage } from './run/run-page';
import { RunsPage } from './runs/runs-page';
import { SignIn, SignOutButton } from './sign-in/sign-in';
import type { Phase } from './stream/event-source';
import { useLiveEvents } from './stream/use-live-events';
import { SymbolsPage } from './symbols/symbols-page';
import { ThemeButton } from './theme/theme-button';

const NAVIGATION = [
  { to: '/', label: 'Overview', pages: ['overview'] },
  { to: '/runs', label: 'Runs', pages: ['runs', 'run', 'request'] },
  { to: '/new', label: 'New run', pages: ['new'] },
  { to: '/symbols', label: 'Symbols', pages: ['symbols'] },
];

/** The frame of every page: way to the content, navigation, how the live connection is, sign-in where it is needed. */
export function App() {
  const route = useRoute();
  const session = useQuery(queries.session()).data;
  const phase = useLiveEvents(useQuery(queries.overview()).data?.seq);
  const main = useFreshPage(route);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="banner">
        <Link to="/" className="brand">
          TradeMaster
        </Link>
        <nav aria-label="Main">
          <ul>
            {NAVIGATION.map(({ to, label, pages }) => (
              <li key={to}>
                <Link to={to} aria-current={pages.includes(route.page) ? 'page' : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="banner-end">
          <Connection phase={phase} />
          <ThemeButton />
          {session?.token_needed === true && session.signed_in && <SignOutButton />}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {session?.token_needed === true && !session.signed_in && <SignIn />}
        <Page route={route} />
      </main>
      <footer className="foot">Times are in {viewerZone()}; in brackets the exchange’s, where it is another.</footer>
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'runs':
      return <RunsPage filter={route} />;
    case 'run':
      return <RunPage key={route.runId} runId={route.runId} />;
    case 'request':
      return <RequestPage key={route.requestId} requestId={route.requestId} />;
    case 'new':
      return <NewRunPage />;
    case 'symbols':
      return <SymbolsPage />;
    case 'unknown':
      return (
        <>
          <h1>Page not found</h1>
          <p>
            There is nothing at this address. <Link to="/">To the overview</Link>
          </p>
        </>
      );
  }
}

const PHRASE = { connecting: 'Connecting…', live: 'Live', offline: 'Offline, trying again' } as const;

function Connection({ phase }: { phase: Phase }) {
  return (
    <span role="status" className={`connection ${phase}`}>
      <span aria-hidden="true">{phase === 'live' ? '●' : phase === 'offline' ? '✕' : '○'}</span> {PHRASE[phase]}
    </span>
  );
}

/** A new page begins at its top, has its name in the title, and is where the keyboard is. */
function useFreshPage(route: Route) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route);
  const name = NAVIGATION.find(({ pages }) => pages.includes(route.page))?.label ?? 'Page not found';
  const place = JSON.stringify(route);
  useEffect(() => {
    document.title = `${name} · TradeMaster`;
  }, [name]);
  useEffect(() => {
    if (JSON.stringify(shown.current) === place) return;
    shown.current = JSON.parse(place) as Route;
    if (location.hash === '') scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return main;
}
