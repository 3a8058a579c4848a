/** TradeMaster's environment, quirks included, number by number as src/trademaster/environment.ts. */
let closes: usize = 0;
let rows: i32 = 0;
let initialAmount: f64 = 0;
let transactionCost: f64 = 0;
let backwardDays: i32 = 0;
let forwardDays: i32 = 0;
let maxVolume: f64 = 0;
let futureWeight: f64 = 0;

let day: i32 = 0;
let cash: f64 = 0;
let hold: f64 = 0;
let lastReward: f64 = 0;
let ended: bool = false;

/** Closes: `count` float64. */
export function defineTrademaster(
  closesAt: usize,
  count: i32,
  amount: f64,
  cost: f64,
  backward: i32,
  forward: i32,
  volume: f64,
  future: f64,
): void {
  closes = closesAt;
  rows = count;
  initialAmount = amount;
  transactionCost = cost;
  backwardDays = backward;
  forwardDays = forward;
  maxVolume = volume;
  futureWeight = future;
  resetTrademaster();
}

export function resetTrademaster(): void {
  day = backwardDays;
  cash = initialAmount;
  hold = 0;
  lastReward = 0;
  ended = false;
}

/** Observations shown so far, from 0: one per day. */
export function trademasterRow(): i32 {
  return day - backwardDays;
}

export function trademasterCash(): f64 {
  return cash;
}

export function trademasterHold(): f64 {
  return hold;
}

export function trademasterTerminated(): bool {
  return ended;
}

function close(row: i32): f64 {
  return load<f64>(closes + 8 * <usize>row);
}

/** `action`: 0 sells, 1 holds, 2 buys. At the last day the action is ignored and the reward before is given again. */
export function stepTrademaster(action: i32): f64 {
  if (day >= rows - forwardDays - 1) {
    ended = true;
    return lastReward;
  }
  const price = close(day - 1);
  trade(action, price);
  day += 1;
  const newer = close(day - 1);
  const newest = close(day + forwardDays - 2);
  lastReward = hold * (newer - price + futureWeight * (newest - price));
  return lastReward;
}

function trade(action: i32, price: f64): void {
  const before = hold;
  let volume = <f64>(action - 1) * maxVolume;
  hold = before + volume;
  const grown = abs<f64>(hold) - abs<f64>(before);
  if (grown < 0) {
    cash += abs<f64>(grown) * price * (1.0 - transactionCost);
  } else if (cash > (abs<f64>(volume) * price) / (1.0 - transactionCost)) {
    cash -= (abs<f64>(volume) * price) / (1.0 - transactionCost);
  } else {
    const direction: f64 = volume > 0 ? 1 : volume < 0 ? -1 : 0;
    volume = direction * trunc<f64>(cash / (price / (1.0 - transactionCost)));
    hold = before + volume;
    cash -= (abs<f64>(volume) * price) / (1.0 - transactionCost);
  }
}
