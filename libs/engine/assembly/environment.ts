import {
  realisticBar,
  realisticPosition,
  realisticTerminated,
  realisticTruncated,
  resetRealistic,
  stepRealistic,
} from './realistic-environment';
import {
  resetTrademaster,
  stepTrademaster,
  trademasterCash,
  trademasterHold,
  trademasterRow,
  trademasterTerminated,
} from './trademaster-environment';

/** Which environment is played; what the agent knows of itself follows the market's features in its observation. */
const REALISTIC: i32 = 0;

let kind: i32 = REALISTIC;
let ownCount: i32 = 1;
let actionCount: i32 = 2;
let maxPosition: f64 = 1;
let rewardUnit: f64 = 1;

export function defineEnvironment(which: i32, own: i32, actions: i32, position: f64, unit: f64): void {
  kind = which;
  ownCount = own;
  actionCount = actions;
  maxPosition = position;
  rewardUnit = unit;
}

export function actions(): i32 {
  return actionCount;
}

/** Numbers about itself in an observation: direction held, or cash and held units. */
export function ownNumbers(): i32 {
  return ownCount;
}

export function resetEnvironment(): void {
  if (kind == REALISTIC) resetRealistic();
  else resetTrademaster();
}

/** Row of the market's features in the present observation. */
export function observationRow(): i32 {
  return kind == REALISTIC ? realisticBar() : trademasterRow();
}

export function firstOwnNumber(): f32 {
  if (kind != REALISTIC) return <f32>trademasterCash();
  const position = realisticPosition();
  return position > 0 ? 1 : position < 0 ? -1 : 0;
}

export function secondOwnNumber(): f32 {
  return kind == REALISTIC ? 0 : <f32>trademasterHold();
}

/** Does what the action says; returns its reward in the unit in which it is learned. */
export function step(action: i32): f32 {
  if (kind != REALISTIC) return <f32>(stepTrademaster(action) / rewardUnit);
  const direction = actionCount == 3 ? action - 1 : action;
  return <f32>(stepRealistic(<f64>direction * maxPosition) / rewardUnit);
}

/** No reward will follow. */
export function terminated(): bool {
  return kind == REALISTIC ? realisticTerminated() : trademasterTerminated();
}

export function episodeEnded(): bool {
  return terminated() || (kind == REALISTIC && realisticTruncated());
}
