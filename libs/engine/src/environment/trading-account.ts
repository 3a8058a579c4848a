import type { Bar } from '../market/bar';
import type { EnvironmentSettings } from '../settings';

/** What is left, of 1, when an account is ruined: the logarithm of equity stays finite. */
export const RUINED_EQUITY = 1e-9;

/** A position opened or closed. */
export interface Fill {
  date: string;
  kind: 'open' | 'close';
  /** Of the position: 1 long, −1 short. */
  direction: 1 | -1;
  /** Per unit, slippage included. */
  price: number;
  /** Before an opening, after a closing. */
  equity: number;
}

/**
 * A paper account that holds one instrument, cash plus units, marked at each close. Equity starts at 1. Units stay
 * fixed until the target changes; a change closes the old position and opens the new one at the same open, each side
 * paying commission and slippage. Without leverage: a full position is paid for out of equity, costs included.
 */
export class TradingAccount {
  equity = 1;
  /** Target as a share of equity, as last filled. */
  position = 0;
  ruined = false;
  /** Commission, slippage and borrow so far, each as a fraction of equity when it was paid. */
  costsPaid = 0;
  /** Value bought and sold so far, each as a fraction of equity at its fill. */
  turnover = 0;
  readonly fills: Fill[] = [];
  private cash = 1;
  private units = 0;
  private readonly cost: number;
  private readonly slippage: number;
  private readonly borrowPerBar: number;

  constructor(settings: EnvironmentSettings, barsPerYear: number) {
    this.cost = settings.costBps / 10_000;
    this.slippage = settings.slippageBps / 10_000;
    this.borrowPerBar = settings.borrowRate / barsPerYear;
  }

  /** Fills `target` at the bar's open if it differs from the position, then marks at the close. */
  trade(target: number, bar: Bar): void {
    this.equity = this.cash + this.units * bar.open;
    if (this.equity <= RUINED_EQUITY) {
      this.ruin(bar.date, bar.open);
    } else {
      if (target !== this.position) this.change(target, bar);
      this.mark(bar);
    }
  }

  private change(target: number, bar: Bar): void {
    if (this.units !== 0) {
      const direction = this.units > 0 ? 1 : -1;
      const price = this.exchange(-this.units, bar.open);
      this.units = 0;
      this.equity = this.cash;
      this.fills.push({ date: bar.date, kind: 'close', direction, price, equity: this.equity });
    }
    if (target !== 0 && this.equity > RUINED_EQUITY) {
      const direction = target > 0 ? 1 : -1;
      const equity = this.equity;
      const worst = bar.open * (1 + direction * this.slippage);
      this.units = (target * equity) / (worst * (1 + this.cost)); // value and commission together are `target` of equity
      const price = this.exchange(this.units, bar.open);
      this.fills.push({ date: bar.date, kind: 'open', direction, price, equity });
    }
    this.position = target;
  }

  /** Pays for `units` (sold if negative); returns the price with slippage. */
  private exchange(units: number, price: number): number {
    const fill = price * (1 + Math.sign(units) * this.slippage);
    const value = Math.abs(units) * fill;
    const commission = value * this.cost;
    this.turnover += value / this.equity;
    this.costsPaid += (commission + Math.abs(units * (fill - price))) / this.equity;
    this.cash -= units * fill + commission;
    return fill;
  }

  private mark(bar: Bar): void {
    const borrow = Math.max(0, -this.units) * bar.close * this.borrowPerBar;
    this.cash -= borrow;
    this.equity = this.cash + this.units * bar.close;
    if (this.equity <= RUINED_EQUITY) this.ruin(bar.date, bar.close);
    else this.costsPaid += borrow / this.equity;
  }

  private ruin(date: string, price: number): void {
    if (this.units !== 0) {
      const direction = this.units > 0 ? 1 : -1;
      this.fills.push({ date, kind: 'close', direction, price, equity: RUINED_EQUITY });
    }
    this.equity = RUINED_EQUITY;
    this.cash = RUINED_EQUITY;
    this.units = 0;
    this.position = 0;
    this.ruined = true;
  }
}
