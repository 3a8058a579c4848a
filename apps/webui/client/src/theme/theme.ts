import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const STORED = 'trademaster.theme';
const CHANGED = 'trademaster:theme';
const preferred = () => matchMedia('(prefers-color-scheme: dark)');

/** The viewer's own choice, else the system's. */
function themeNow(): Theme {
  const chosen = stored();
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return preferred().matches ? 'dark' : 'light';
}

function show(): void {
  document.documentElement.dataset.theme = themeNow();
}

let picked: string | null = null;

function stored(): string | null {
  try {
    return picked ?? localStorage.getItem(STORED);
  } catch {
    return picked;
  }
}

/** Before anything is drawn; follows the system from then on. */
export function startTheme(): void {
  show();
  preferred().addEventListener('change', () => {
    show();
    dispatchEvent(new Event(CHANGED));
  });
}

export function chooseTheme(theme: Theme): void {
  picked = theme;
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  show();
  dispatchEvent(new Event(CHANGED));
}

export function useTheme(): Theme {
  return useSyncExternalStore((onChange) => {
    addEventListener(CHANGED, onChange);
    return () => removeEventListener(CHANGED, onChange);
  }, themeNow);
}

/** A colour of the style sheet, for what is drawn on a canvas. */
export function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
