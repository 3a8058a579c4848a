import { escapeHtml } from './escape-html';

export interface Line {
  name: string;
  colour: string;
  /** One number per date. */
  values: readonly number[];
}

export interface LineChart {
  title: string;
  /** YYYY-MM-DD, oldest first, at least one. */
  dates: readonly string[];
  lines: readonly Line[];
  /** How a value on the axis is written. */
  label: (value: number) => string;
}

const WIDTH = 860;
const HEIGHT = 260;
const LEFT = 70;
const RIGHT = 12;
const TOP = 34;
const BOTTOM = 28;
const GRID_LINES = 5;

/** An SVG picture that needs nothing from elsewhere. The same values give the same text. */
export function lineChart({ title, dates, lines, label }: LineChart): string {
  const all = lines.flatMap((line) => [...line.values]);
  const low = all.reduce((least, value) => Math.min(least, value), Infinity);
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity);
  const range = high - low || 1;
  const x = (index: number) => LEFT + (index * (WIDTH - LEFT - RIGHT)) / Math.max(1, dates.length - 1);
  const y = (value: number) => TOP + ((high - value) * (HEIGHT - TOP - BOTTOM)) / range;
  const grid = Array.from({ length: GRID_LINES }, (_, step) => low + (range * step) / (GRID_LINES - 1));
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">`,
    `<text x="${LEFT}" y="16" class="title">${escapeHtml(title)}</text>`,
    ...grid.map((value) => gridLine(y(value), label(value))),
    ...lines.map((line) => polyline(line, x, y)),
    ...lines.map((line, index) => legend(line, index)),
    dateLabel(LEFT, 'start', dates[0]),
    dateLabel(WIDTH - RIGHT, 'end', dates.at(-1)),
    '</svg>',
  ].join('\n');
}

function gridLine(at: number, label: string): string {
  return (
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" class="grid"/>` +
    `<text x="${LEFT - 6}" y="${(at + 4).toFixed(1)}" text-anchor="end">${escapeHtml(label)}</text>`
  );
}

function polyline({ values, colour }: Line, x: (index: number) => number, y: (value: number) => number): string {
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
}

function legend({ name, colour }: Line, index: number): string {
  const x = WIDTH - RIGHT - 150 * (index + 1);
  return (
    `<line x1="${x}" x2="${x + 20}" y1="12" y2="12" stroke="${colour}" stroke-width="3"/>` +
    `<text x="${x + 26}" y="16">${escapeHtml(name)}</text>`
  );
}

function dateLabel(x: number, anchor: 'start' | 'end', date: string | undefined): string {
  return `<text x="${x}" y="${HEIGHT - 8}" text-anchor="${anchor}">${escapeHtml(date ?? '')}</text>`;
}
