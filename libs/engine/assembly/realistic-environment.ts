import { logarithm } from './logarithm';

/** The same account, number by number, as src/environment: decide on bar N, fill at the open of N + 1, mark at its close. */
const RUINED_EQUITY: f64 = 1e-9;

let opens: usize = 0;
let closes: usize = 0;
let lastBar: i32 = 0;
let cost: f64 = 0;
let slippage: f64 = 0;
let borrowPerBar: f64 = 0;

let bar: i32 = 0;
let equity: f64 = 1;
let cash: f64 = 1;
let units: f64 = 0;
let position: f64 = 0;
let ruined: bool = false;

/** Opens and closes: `bars` float64 each. Cost and slippage are fractions per side, borrow is per bar. */
export function defineRealistic(
  opensAt: usize,
  closesAt: usize,
  bars: i32,
  costPerSide: f64,
  slippagePerSide: f64,
  borrow: f64,
): void {
  opens = opensAt;
  closes = closesAt;
  lastBar = bars - 1;
  cost = costPerSide;
  slippage = slippagePerSide;
  borrowPerBar = borrow;
  resetRealistic();
}

export function resetRealistic(): void {
  bar = 0;
  equity = 1;
  cash = 1;
  units = 0;
  position = 0;
  ruined = false;
}

export function realisticBar(): i32 {
  return bar;
}

export function realisticPosition(): f64 {
  return position;
}

export function realisticTerminated(): bool {
  return ruined;
}

export function realisticTruncated(): bool {
  return bar >= lastBar;
}

/** Takes a target position for the next bar; returns the change of log equity. */
export function stepRealistic(target: f64): f64 {
  bar += 1;
  const open = load<f64>(opens + 8 * <usize>bar);
  const close = load<f64>(closes + 8 * <usize>bar);
  const before = equity;
  equity = cash + units * open;
  if (equity <= RUINED_EQUITY) {
    ruin();
  } else {
    if (target != position) change(target, open);
    const borrow = max<f64>(0, -units) * close * borrowPerBar;
    cash -= borrow;
    equity = cash + units * close;
    if (equity <= RUINED_EQUITY) ruin();
  }
  return logarithm(equity / before);
}

function change(target: f64, open: f64): void {
  if (units != 0) {
    exchange(-units, open);
    units = 0;
    equity = cash;
  }
  if (target != 0 && equity > RUINED_EQUITY) {
    const direction: f64 = target > 0 ? 1 : -1;
    const worst = open * (1.0 + direction * slippage);
    units = (target * equity) / (worst * (1.0 + cost));
    exchange(units, open);
  }
  position = target;
}

function exchange(amount: f64, price: f64): void {
  const direction: f64 = amount > 0 ? 1 : -1;
  const fill = price * (1.0 + direction * slippage);
  const commission = abs<f64>(amount) * fill * cost;
  cash -= amount * fill + commission;
}

function ruin(): void {
  equity = RUINED_EQUITY;
  cash = RUINED_EQUITY;
  units = 0;
  position = 0;
  ruined = true;
}
