import { nextBelow } from './random';

/** What was done, as row numbers and what the agent knew of itself; observations are gathered when they are learned from. */
export const ROW: usize = 0;
export const OWN: usize = 4;
export const NEXT_ROW: usize = 12;
export const NEXT_OWN: usize = 16;
export const ACTION: usize = 24;
export const REWARD: usize = 28;
/** 1 when no reward follows. */
export const TERMINATED: usize = 32;
/** The target network's value of what follows, kept only while that network never moves. */
export const NEXT_VALUE: usize = 36;
export const TRANSITION_BYTES: usize = 40;

let transitions: usize = 0;
let capacity: i32 = 0;
let kept: i32 = 0;
let oldest: i32 = 0;

export function defineReplay(at: usize, capacityWanted: i32): void {
  transitions = at;
  capacity = capacityWanted;
  kept = 0;
  oldest = 0;
}

/** Keeps what was seen, done and earned, and what came of it. */
export function remember(
  row: i32,
  own: f32,
  otherOwn: f32,
  action: i32,
  reward: f32,
  nextRow: i32,
  nextOwn: f32,
  nextOtherOwn: f32,
  terminated: bool,
  nextValue: f32,
): void {
  const transition = nextTransition();
  store<i32>(transition + ROW, row);
  store<f32>(transition + OWN, own);
  store<f32>(transition + OWN, otherOwn, 4);
  store<i32>(transition + NEXT_ROW, nextRow);
  store<f32>(transition + NEXT_OWN, nextOwn);
  store<f32>(transition + NEXT_OWN, nextOtherOwn, 4);
  store<i32>(transition + ACTION, action);
  store<f32>(transition + REWARD, reward);
  store<i32>(transition + TERMINATED, terminated ? 1 : 0);
  store<f32>(transition + NEXT_VALUE, nextValue);
}

/** Where the next transition is written: the oldest one's place when the memory is full. */
export function nextTransition(): usize {
  if (kept < capacity) return transitionAt(kept++);
  const at = transitionAt(oldest);
  oldest = oldest + 1 == capacity ? 0 : oldest + 1;
  return at;
}

export function transitionAt(index: i32): usize {
  return transitions + <usize>index * TRANSITION_BYTES;
}

/** Fills `batch` (int32) with indices of kept transitions, all equally likely. */
export function sampleInto(batch: usize, size: i32): void {
  for (let i = 0; i < size; i++) store<i32>(batch + 4 * <usize>i, <i32>nextBelow(<u32>kept));
}
