import type { LedgerDatabase } from './ledger-database';

/** A bar of one session; the same shape as engine's Bar. */
export interface GivenBar {
  /** YYYY-MM-DD. */
  date: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume?: number;
}

/** Where bars are from: what the same question to the same source is known by. */
export interface BarOrigin {
  source: string;
  ticker: string;
  /** File or folder, where the source has one. */
  path?: string;
}

export interface Revision {
  /** At least 1. */
  count: number;
  firstDate: string;
  lastDate: string;
  /** Of one price, as a fraction of what it was; 0 where bars only came, went or changed their volume. */
  largestChange: number;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;
const VALUES = [...PRICES, 'volume'] as const;

/** A row; without any value where the source said that there is no bar of that session any more. */
type StoredBar = { date: string } & Record<(typeof VALUES)[number], number | null>;

/** What sources have said about the past. Each bar is stored once, until its source says something else. */
export class BarLedger {
  constructor(private readonly database: LedgerDatabase) {}

  /**
   * Stores what is new in the bars (oldest first, at least one) that a run was given, and tells which of their dates
   * other runs were last given otherwise, left out ones included; undefined for none. Asked again by the same run, it
   * tells the same.
   */
  async record(origin: BarOrigin, runId: string, bars: readonly GivenBar[]): Promise<Revision | undefined> {
    const { source, ticker, path = '' } = origin;
    const span = [bars[0]?.date, bars.at(-1)?.date];
    return this.database.ask(async ({ manager }) => {
      const stored: StoredBar[] = await manager.query(
        `SELECT DISTINCT ON (date) date, open, high, low, close, volume FROM ledger.stored_bar
         WHERE source = $1 AND ticker = $2 AND path = $3 AND run_id <> $4 AND date BETWEEN $5 AND $6
         ORDER BY date, recorded_at DESC`,
        [source, ticker, path, runId, ...span],
      );
      const before = new Map(stored.map((bar) => [bar.date, bar]));
      const changed = withLeftOut(bars, before).filter((bar) => !isSame(bar, before.get(bar.date)));
      if (changed.length > 0) {
        await manager.query(
          `INSERT INTO ledger.stored_bar (source, ticker, path, run_id, date, open, high, low, close, volume)
           SELECT $1, $2, $3, $4, bar.* FROM json_to_recordset($5) AS bar (date text, open double precision,
             high double precision, low double precision, close double precision, volume double precision)
           ON CONFLICT (source, ticker, path, date, run_id) DO UPDATE SET open = excluded.open, high = excluded.high,
             low = excluded.low, close = excluded.close, volume = excluded.volume, recorded_at = clock_timestamp()`,
          [source, ticker, path, runId, JSON.stringify(changed)],
        );
      }
      return revisionOf(changed, before);
    });
  }
}

/** The given bars, and an empty one for each session between them that had a bar before, in order of their dates. */
function withLeftOut(bars: readonly GivenBar[], before: ReadonlyMap<string, StoredBar>): StoredBar[] {
  const given = new Map(bars.map((bar) => [bar.date, { ...bar, volume: bar.volume ?? null }]));
  const empty = { open: null, high: null, low: null, close: null, volume: null };
  const dates = [...new Set([...given.keys(), ...before.keys()])].sort();
  return dates.map((date) => given.get(date) ?? { date, ...empty });
}

function isSame(bar: StoredBar, stored: StoredBar | undefined): boolean {
  return stored !== undefined && VALUES.every((value) => bar[value] === stored[value]);
}

function revisionOf(changed: readonly StoredBar[], before: ReadonlyMap<string, StoredBar>): Revision | undefined {
  const revised = changed.filter(({ date }) => before.has(date));
  const [first, last] = [revised[0], revised.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const changes = revised.flatMap((bar) =>
    PRICES.map((price) => {
      const [now, was] = [bar[price], before.get(bar.date)?.[price] ?? null];
      return now === null || was === null ? 0 : Math.abs(now / was - 1);
    }),
  );
  return {
    count: revised.length,
    firstDate: first.date,
    lastDate: last.date,
    largestChange: changes.reduce((largest, change) => Math.max(largest, change), 0),
  };
}
