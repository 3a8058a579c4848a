import { type Bar, type Calendar, createRandom, nextSession, portableExp, type Random } from '@trademaster/engine';
import { closedBars } from './closed-bars';
import type { BarsFound, BarsQuery, MarketDataSource } from './market-data-source';

interface Regime {
  /** Mean log return per bar. */
  drift: number;
  /** Standard deviation of a bar's log return. */
  volatility: number;
  /** Chance per bar that the regime ends: its inverse is the mean length in bars. */
  ends: number;
}

/** Bull, bear and sideways: rising calmly, falling wildly, going nowhere. Over long times they about cancel out. */
const REGIMES: readonly [Regime, Regime, Regime] = [
  { drift: 0.0018, volatility: 0.012, ends: 1 / 90 },
  { drift: -0.0028, volatility: 0.026, ends: 1 / 45 },
  { drift: 0, volatility: 0.007, ends: 1 / 60 },
];

/** Every path begins here, whatever is asked for: so the same path only grows. A Friday. */
const FIRST_SESSION = '2010-01-01';
const FIRST_CLOSE = 100;
/** Shares of a bar's volatility: the night's gap, and how far the day strays beyond open and close. */
const GAP = 0.3;
const WICK = 0.5;
const TYPICAL_VOLUME = 1_000_000;
const PRICE_DIGITS = 8;

/** Prices that never traded anywhere: a regime-switching random walk, the same bits on every machine. */
export const simulatedSource: MarketDataSource = {
  name: 'simulated',
  simulated: true,
  adjustment: 'none',
  bars: (query: BarsQuery): Promise<BarsFound> => Promise.resolve().then(() => closedBars(simulateUntil(query), query)),
};

/** As many as are likely asked for again; each is half a megabyte. */
const REMEMBERED = 16;
const remembered = new Map<string, SimulatedPath>();

/** The path of `seed` and `ticker` up to the session that goes on at `asOf`. */
function simulateUntil({ ticker, seed = 0, calendar, asOf }: BarsQuery): Bar[] {
  const name = JSON.stringify([ticker, seed, calendar]);
  const path = remembered.get(name) ?? new SimulatedPath(createRandom(pathSeed(ticker, seed)), calendar);
  remembered.delete(name);
  remembered.set(name, path); // the newest last
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return path.until(asOf.toISOString().slice(0, 10));
}

/** A path as far as it has been walked. It only grows: a bar that was asked for once is the same bar ever after. */
class SimulatedPath {
  private readonly bars: Bar[] = [];
  private close = FIRST_CLOSE;
  private regime: number;
  private nextDate = FIRST_SESSION;

  constructor(
    private readonly random: Random,
    private readonly calendar: Calendar,
  ) {
    this.regime = random.below(REGIMES.length);
  }

  until(date: string): Bar[] {
    while (this.nextDate <= date) this.step();
    return this.bars.filter((bar) => bar.date <= date);
  }

  private step(): void {
    const { random, nextDate } = this;
    if (random.next() < (REGIMES[this.regime] as Regime).ends) {
      this.regime = (this.regime + 1 + random.below(REGIMES.length - 1)) % REGIMES.length;
    }
    const bar = nextBar(random, nextDate, this.close, REGIMES[this.regime] as Regime);
    this.bars.push(bar);
    this.close = bar.close;
    this.nextDate = nextSession(nextDate, this.calendar);
  }
}

function nextBar(random: Random, date: string, previousClose: number, { drift, volatility }: Regime): Bar {
  const open = previousClose * portableExp(GAP * volatility * random.normal());
  const move = drift + volatility * random.normal();
  const close = previousClose * portableExp(move);
  const up = portableExp(WICK * volatility * Math.abs(random.normal()));
  const down = portableExp(-WICK * volatility * Math.abs(random.normal()));
  const activity = portableExp(0.3 * random.normal() + Math.abs(move) / volatility / 2);
  return {
    date,
    open: rounded(open),
    high: rounded(Math.max(open, close) * up),
    low: rounded(Math.min(open, close) * down),
    close: rounded(close),
    volume: Math.round(TYPICAL_VOLUME * activity),
  };
}

/** Rounding keeps order, so high and low still enclose open and close. */
function rounded(price: number): number {
  return Number(price.toPrecision(PRICE_DIGITS));
}

/** FNV-1a (32 bit) over the UTF-16 code units of `seed/ticker`: each symbol has a path of its own for the same seed. */
function pathSeed(ticker: string, seed: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${ticker}`.split('')) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}
