import { useSyncExternalStore } from 'react';
import { type Route, routeOf } from './route';

const MOVED = 'trademaster:moved';

/** Goes to an address of this page without loading it anew. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  dispatchEvent(new Event(MOVED));
  // Also when the address is the same as before. A section that is not there yet looks for itself when it comes.
  if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function subscribe(onChange: () => void): () => void {
  for (const name of ['popstate', 'hashchange', MOVED]) addEventListener(name, onChange);
  return () => {
    for (const name of ['popstate', 'hashchange', MOVED]) removeEventListener(name, onChange);
  };
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const query = address.indexOf('?');
  return query < 0 ? routeOf(address, '') : routeOf(address.slice(0, query), address.slice(query));
}

/** `#backtest` → `backtest`; empty without one. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, () => location.hash.slice(1));
}
