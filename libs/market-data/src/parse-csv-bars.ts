import { type Bar, type Calendar, checkBars, isSessionDate, sessionsBetween } from '@trademaster/engine';
import { PipelineError } from '@trademaster/errors';
import { CsvError, parse } from 'csv-parse/sync';

interface Row {
  /** 1-based, in the file. */
  line: number;
  cells: Record<string, string>;
}

interface Parsed {
  info: { lines: number };
  record: Record<string, string>;
}

/** Consecutive sessions that may be missing before a gap is taken for lost data: a week, and two weeks of weekdays. */
const MOST_MISSING: Record<Calendar, number> = { '24x7': 7, weekdays: 10 };

const PRICES = ['open', 'high', 'low', 'close'] as const;
const SESSION = /^(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Daily bars of a csv text with a header. Columns by name, in any case and order: `date` or `timestamp` (YYYY-MM-DD, a
 * time after it is ignored), `open`, `high`, `low`, `close`, and `volume` if there is one; others are ignored.
 * Throws `data_invalid` naming file and line for what is no number or date, out of order, twice, not positive, not a
 * session of the calendar, or after a gap of more than MOST_MISSING sessions.
 */
export function parseCsvBars(text: string, file: string, calendar: Calendar): Bar[] {
  const rows = readRows(text, file);
  const bars = rows.map((row) => barOf(row, file));
  checkOrderAndPrices(bars, rows, file);
  bars.forEach((bar, index) => checkSession(bar, bars[index - 1], calendar, place(file, rows[index])));
  return bars;
}

function readRows(text: string, file: string): Row[] {
  try {
    const parsed = parse(text, {
      bom: true,
      columns: (header: string[]) => namedColumns(header, file),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PipelineError('data_invalid', `${file}: ${error.message}`, { field: 'config.data.path', cause: error });
  }
}

/** Names in lower case; `false` has the parser leave a column out. */
function namedColumns(header: string[], file: string): (string | false)[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const date = names.includes('date') ? 'date' : 'timestamp';
  const wanted = [date, ...PRICES, 'volume'];
  for (const name of wanted) {
    const times = names.filter((other) => other === name).length;
    if (times === 0 && name !== 'volume') throw headerRefusal(file, `has no column "${name}"`, names);
    if (times > 1) throw headerRefusal(file, `has ${times} columns "${name}"`, names);
  }
  return names.map((name) => (name === date ? 'date' : wanted.includes(name) && name));
}

function headerRefusal(file: string, what: string, names: string[]): PipelineError {
  const found = names.map((name) => name || '(unnamed)').join(', ');
  return new PipelineError(
    'data_invalid',
    `${file} line 1: ${what}; needed are date or timestamp, ${PRICES.join(', ')}; found are ${found}`,
    { field: 'config.data.path' },
  );
}

function barOf(row: Row, file: string): Bar {
  const { cells } = row;
  const at = place(file, row);
  const [, date] = SESSION.exec(cells.date ?? '') ?? [];
  if (date === undefined || !isSessionDate(date)) {
    throw new PipelineError('data_invalid', `${at}: date is "${cells.date}", must be written YYYY-MM-DD`);
  }
  const number = (name: string): number => numberOf(cells[name] ?? '', name, `${at} (${date})`);
  const bar: Bar = { date, open: number('open'), high: number('high'), low: number('low'), close: number('close') };
  return cells.volume === undefined || cells.volume === '' ? bar : { ...bar, volume: number('volume') };
}

function numberOf(cell: string, name: string, at: string): number {
  const value = cell === '' ? NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  throw new PipelineError('data_invalid', `${at}: ${name} is "${cell}", must be a finite number`);
}

/** The engine names a bar by its index; people look for the line. */
function checkOrderAndPrices(bars: Bar[], rows: Row[], file: string): void {
  try {
    checkBars(bars);
  } catch (error) {
    if (!(error instanceof PipelineError && error.field !== undefined)) throw error;
    const index = Number(error.field.split('.')[1]);
    throw new PipelineError(error.code, `${place(file, rows[index])}: ${error.message}`, { cause: error });
  }
}

function checkSession(bar: Bar, previous: Bar | undefined, calendar: Calendar, at: string): void {
  if (sessionsBetween(dayBefore(bar.date), bar.date, calendar) === 0) {
    throw new PipelineError(
      'data_invalid',
      `${at}: ${bar.date} is no session of calendar "${calendar}"; config.data.calendar=24x7 has one every day`,
    );
  }
  if (previous === undefined) return;
  const missing = sessionsBetween(previous.date, bar.date, calendar) - 1;
  if (missing > MOST_MISSING[calendar]) {
    throw new PipelineError(
      'data_invalid',
      `${at}: ${missing} sessions are missing between ${previous.date} and ${bar.date}, at most ` +
        `${MOST_MISSING[calendar]} may be (calendar "${calendar}")`,
    );
  }
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function place(file: string, row: Row | undefined): string {
  return `${file} line ${row?.line ?? 1}`;
}
