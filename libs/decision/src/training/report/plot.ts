import { escapeHtml } from './escape-html';

/** A line over time, one number per date. */
export interface Line {
  name: string;
  colour: string;
  values: readonly number[];
}

/** Dots of one kind, at dates by index. */
export interface Marks {
  name: string;
  colour: string;
  points: readonly { index: number; value: number }[];
}

export interface TimePlot {
  title: string;
  /** YYYY-MM-DD, oldest first, at least one. */
  dates: readonly string[];
  lines: readonly Line[];
  marks?: readonly Marks[];
  /** How a value on the axis is written. */
  label: (value: number) => string;
}

const WIDTH = 1000;
const HEIGHT = 300;
const GRID_LINES = 5;

/**
 * Lines over dates as an SVG that fills its column, its words beside it as HTML so that they stay readable on a small
 * screen. Needs nothing from elsewhere; the same values give the same text.
 */
export function timePlot({ title, dates, lines, marks = [], label }: TimePlot): string {
  const { low, high } = rangeOf(lines.map(({ values }) => values));
  const x = (index: number) => ((index * WIDTH) / Math.max(1, dates.length - 1)).toFixed(1);
  const y = (value: number) => (((high - value) * HEIGHT) / (high - low || 1)).toFixed(1);
  const svg = [
    ...gridLines(),
    ...lines.map(({ values, colour }) =>
      pathOf(values.map((value, i) => `${x(i)} ${y(value)}`).join('L'), colour, 1.6),
    ),
    ...marks.map(({ points, colour }) =>
      points.length === 0 ? '' : pathOf(points.map((at) => `${x(at.index)} ${y(at.value)}h0`).join('M'), colour, 7),
    ),
  ];
  return figure({
    title,
    keys: [...lines, ...marks],
    svg,
    y: Array.from({ length: GRID_LINES }, (_, i) => label(high - ((high - low) * i) / (GRID_LINES - 1))),
    x: [dates[0] ?? '', dates.at(-1) ?? ''],
  });
}

export interface StripPlot {
  title: string;
  /** From top to bottom. */
  rows: readonly { name: string; colour: string; values: readonly number[] }[];
  /** Shaded from one value to the other. */
  band: { name: string; from: number; to: number };
  label: (value: number) => string;
}

/** Rows of dots on one horizontal axis, over a band. */
export function stripPlot({ title, rows, band, label }: StripPlot): string {
  const { low, high } = rangeOf([...rows.map(({ values }) => values), [band.from, band.to]]);
  const x = (value: number) => (((value - low) * WIDTH) / (high - low || 1)).toFixed(1);
  const width = (Number(x(band.to)) - Number(x(band.from))).toFixed(1);
  const svg = [
    `<rect x="${x(band.from)}" y="0" width="${width}" height="${HEIGHT}" fill="var(--line)" opacity=".6"/>`,
    ...rows.map(({ values, colour }, row) => {
      const y = ((row + 0.5) * HEIGHT) / rows.length;
      return pathOf(values.map((value) => `${x(value)} ${y.toFixed(1)}h0`).join('M'), colour, 9);
    }),
  ];
  const keys = [...rows, { name: band.name, colour: 'var(--line)' }];
  return figure({ title, keys, svg, y: [], x: [low, (low + high) / 2, high].map(label), kind: 'strip' });
}

interface Figure {
  title: string;
  keys: readonly { name: string; colour: string }[];
  svg: readonly string[];
  y: readonly string[];
  x: readonly string[];
  kind?: 'strip';
}

function figure({ title, keys, svg, y, x, kind }: Figure): string {
  const words = (texts: readonly string[]) => texts.map((text) => `<span>${escapeHtml(text)}</span>`).join('');
  const key = ({ name, colour }: { name: string; colour: string }) =>
    `<span><i style="background:${colour}"></i>${escapeHtml(name)}</span>`;
  return [
    `<figure><figcaption>${escapeHtml(title)}${keys.map(key).join('')}</figcaption>`,
    `<div class="plot${kind ? ` ${kind}` : ''}"><div class="y">${words(y)}</div>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(title)}">`,
    ...svg,
    `</svg><div class="x">${words(x)}</div></div></figure>`,
  ].join('\n');
}

/** Dots are lines of no length with round ends: they stay round however the picture is stretched. */
function pathOf(points: string, colour: string, width: number): string {
  return `<path d="M${points}" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function gridLines(): string[] {
  return Array.from({ length: GRID_LINES }, (_, i) => {
    const y = ((i * HEIGHT) / (GRID_LINES - 1)).toFixed(1);
    return `<line x1="0" x2="${WIDTH}" y1="${y}" y2="${y}" class="grid"/>`;
  });
}

function rangeOf(series: readonly (readonly number[])[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { low, high };
}
