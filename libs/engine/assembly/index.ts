/**
 * The engine's computing kernel: one agent learning in one environment. The host defines everything once, then calls
 * `train` until it is done; see src/kernel. WebAssembly with SIMD128, no relaxed operations: the same bits everywhere.
 */
import { bestAction, initialiseAgent, sampleBatch, updateOnBatch, valueOnce } from './agent';
import {
  actions,
  episodeEnded,
  firstOwnNumber,
  observationRow,
  resetEnvironment,
  secondOwnNumber,
  step,
  terminated,
} from './environment';
import { nextBelow, nextUniform } from './random';
import { remember } from './replay';

export {
  batchAt,
  defineAgent,
  initialiseAgent,
  onlineAt,
  targetAt,
  updateOnBatch,
  valueTransitionsOnce,
} from './agent';
export { defineEnvironment, episodeEnded, resetEnvironment, step } from './environment';
export {
  allocate,
  biasOffset,
  defineInputs,
  defineLayer,
  defineScratch,
  inputsStride,
  parameterBlockBytes,
  weightOffset,
} from './network';
export { seedRandom } from './random';
export { defineRealistic } from './realistic-environment';
export { defineReplay, nextTransition } from './replay';
export { defineTrademaster } from './trademaster-environment';
export { peak } from './peak';

let warmupSteps: i32 = 0;
let stepsPerRound: i32 = 1;
let updatesPerRound: i32 = 1;
let epsilonStart: f64 = 0;
let epsilonEnd: f64 = 0;
/** Steps after warming up over which ε goes from start to end. */
let epsilonSteps: f64 = 1;

let steps: i32 = 0;
let updates: i32 = 0;
let losses: f64 = 0;

export function defineSchedule(
  warmup: i32,
  roundSteps: i32,
  roundUpdates: i32,
  firstEpsilon: f64,
  lastEpsilon: f64,
  annealed: f64,
): void {
  warmupSteps = warmup;
  stepsPerRound = roundSteps;
  updatesPerRound = roundUpdates;
  epsilonStart = firstEpsilon;
  epsilonEnd = lastEpsilon;
  epsilonSteps = annealed;
}

/** Plays at most `rounds` rounds of steps and updates; ends early, with true, after the round in which an episode ended. */
export function train(rounds: i32): bool {
  for (let round = 0; round < rounds; round++) {
    const ended = explore();
    // The first round that begins after warming up is the first to learn from.
    if (steps > warmupSteps) learn();
    if (ended) return true;
  }
  return false;
}

function explore(): bool {
  let ended = false;
  for (let i = 0; i < stepsPerRound; i++) {
    interact();
    if (!episodeEnded()) continue;
    ended = true;
    resetEnvironment();
  }
  return ended;
}

function learn(): void {
  for (let i = 0; i < updatesPerRound; i++) {
    sampleBatch();
    losses += updateOnBatch();
    updates += 1;
  }
}

/** Acts once and remembers it. */
function interact(): void {
  const row = observationRow();
  const own = firstOwnNumber();
  const otherOwn = secondOwnNumber();
  const action = chooseAction(row, own, otherOwn);
  const reward = step(action);
  const nextRow = observationRow();
  const nextOwn = firstOwnNumber();
  const nextOtherOwn = secondOwnNumber();
  const value = valueOnce(nextRow, nextOwn, nextOtherOwn);
  remember(row, own, otherOwn, action, reward, nextRow, nextOwn, nextOtherOwn, terminated(), value);
  steps += 1;
}

function chooseAction(row: i32, own: f32, otherOwn: f32): i32 {
  const isRandom = nextUniform() < epsilon();
  return isRandom ? <i32>nextBelow(<u32>actions()) : bestAction(row, own, otherOwn);
}

/** 1 while warming up, then from start to end in a straight line. */
function epsilon(): f64 {
  if (steps < warmupSteps) return 1;
  const done = min<f64>(1, <f64>(steps - warmupSteps) / epsilonSteps);
  return epsilonStart + (epsilonEnd - epsilonStart) * done;
}

/** Since the beginning. */
export function stepsDone(): i32 {
  return steps;
}

export function updatesDone(): i32 {
  return updates;
}

/** Sum of the losses of all updates so far. */
export function lossesSoFar(): f64 {
  return losses;
}
