import { adamStep, follow, normOf } from './adam';
import { actions, ownNumbers } from './environment';
import {
  allocate,
  backward,
  forward,
  forwardOne,
  initialiseParameters,
  inputsAt,
  inputsStride,
  outputDeltasAt,
  outputsAt,
  outputsStride,
  parameterBlockBytes,
} from './network';
import {
  ACTION,
  NEXT_OWN,
  NEXT_ROW,
  NEXT_VALUE,
  OWN,
  REWARD,
  ROW,
  sampleInto,
  TERMINATED,
  transitionAt,
} from './replay';

let online: usize = 0;
let target: usize = 0;
let gradients: usize = 0;
let first: usize = 0;
let second: usize = 0;
let batch: usize = 0;
let labels: usize = 0;
let choices: usize = 0;
let batchSize: i32 = 0;
/** Rows of market features, each as wide as the network's padded input, zeros after the features. */
let observations: usize = 0;
let features: i32 = 0;

let isDouble: bool = false;
let valuesOnce: bool = false;
let learningRate: f64 = 0;
let gamma: f32 = 0;
let tau: f32 = 0;
let clip: f32 = 0;

export function defineAgent(
  observationsAt: usize,
  featureCount: i32,
  samples: i32,
  double: bool,
  rate: f64,
  discount: f64,
  targetShare: f64,
  largestNorm: f64,
): void {
  observations = observationsAt;
  features = featureCount;
  batchSize = samples;
  isDouble = double;
  learningRate = rate;
  gamma = <f32>discount;
  tau = <f32>targetShare;
  clip = <f32>largestNorm;
  const bytes = parameterBlockBytes();
  online = allocate(bytes);
  target = allocate(bytes);
  gradients = allocate(bytes);
  first = allocate(bytes);
  second = allocate(bytes);
  batch = allocate(4 * <usize>samples);
  labels = allocate(4 * <usize>samples);
  choices = allocate(4 * <usize>samples);
}

/**
 * For plain DQN with a target network that never moves: what follows a transition is valued once, when it is remembered,
 * and not at every update. The bits are the same.
 */
export function valueTransitionsOnce(): void {
  valuesOnce = true;
}

/** The target network's largest value of an observation, where it is wanted once. */
export function valueOnce(row: i32, own: f32, otherOwn: f32): f32 {
  if (!valuesOnce) return 0;
  observe(row, own, otherOwn);
  forwardOne(target);
  return load<f32>(outputsAt() + 4 * <usize>argmaxOf(outputsAt()));
}

export function onlineAt(): usize {
  return online;
}

export function targetAt(): usize {
  return target;
}

/** Indices of the transitions to learn from, int32. */
export function batchAt(): usize {
  return batch;
}

/** Draws the online network; the target network starts as its copy. */
export function initialiseAgent(): void {
  initialiseParameters(online);
  memory.copy(target, online, parameterBlockBytes());
}

/** The action that the online network values most; the first of equals. */
export function bestAction(row: i32, own: f32, otherOwn: f32): i32 {
  observe(row, own, otherOwn);
  forwardOne(online);
  return argmaxOf(outputsAt());
}

function observe(row: i32, own: f32, otherOwn: f32): void {
  const to = inputsAt();
  memory.copy(to, observations + <usize>row * inputsStride(), inputsStride());
  setOwn(to, own, otherOwn);
}

export function sampleBatch(): void {
  sampleInto(batch, batchSize);
}

/**
 * One gradient step on the batch; returns its mean squared error. Double DQN (van Hasselt, Guez and Silver 2016) lets
 * the online network choose the next action and the target network value it; plain DQN takes the target's largest.
 */
export function updateOnBatch(): f64 {
  if (!valuesOnce) valueNext();
  fillLabels();
  gather(ROW, OWN);
  forward(online);
  const loss = fillOutputDeltas();
  backward(online, gradients);
  const bytes = parameterBlockBytes();
  const norm = normOf(gradients, bytes);
  adamStep(online, gradients, first, second, bytes, learningRate, norm > clip ? clip / norm : 1);
  if (tau > 0) follow(target, online, bytes, tau);
  return loss + 0.0 * <f64>norm; // a norm beyond float32 is not hidden by clipping
}

/** The target network's values of the batch's next observations, and the actions chosen there. */
function valueNext(): void {
  gather(NEXT_ROW, NEXT_OWN);
  if (isDouble) {
    forward(online);
    chooseNext();
  }
  forward(target);
  if (!isDouble) chooseNext();
}

/** Observations of the batch, before or after the decision. */
function gather(rowField: usize, ownField: usize): void {
  const stride = inputsStride();
  let to = inputsAt();
  for (let i = 0; i < batchSize; i++) {
    const transition = transitionAt(load<i32>(batch + 4 * <usize>i));
    const from = observations + <usize>load<i32>(transition + rowField) * stride;
    for (let at: usize = 0; at < stride; at += 16) v128.store(to + at, v128.load(from + at));
    setOwn(to, load<f32>(transition + ownField), load<f32>(transition + ownField, 4));
    to += stride;
  }
}

function setOwn(observation: usize, own: f32, otherOwn: f32): void {
  const at = observation + 4 * <usize>features;
  const numbers = ownNumbers();
  if (numbers > 0) store<f32>(at, own);
  if (numbers > 1) store<f32>(at, otherOwn, 4);
}

function argmaxOf(values: usize): i32 {
  let best = 0;
  for (let i = 1; i < actions(); i++) {
    if (load<f32>(values + 4 * <usize>i) > load<f32>(values + 4 * <usize>best)) best = i;
  }
  return best;
}

function chooseNext(): void {
  for (let i = 0; i < batchSize; i++) {
    store<i32>(choices + 4 * <usize>i, argmaxOf(outputsAt() + <usize>i * outputsStride()));
  }
}

/** label = reward + γ · target's value of the chosen next action, the reward alone at an end. */
function fillLabels(): void {
  for (let i = 0; i < batchSize; i++) {
    const transition = transitionAt(load<i32>(batch + 4 * <usize>i));
    let label = load<f32>(transition + REWARD);
    if (load<i32>(transition + TERMINATED) == 0) {
      const choice = <usize>load<i32>(choices + 4 * <usize>i);
      const value = outputsAt() + <usize>i * outputsStride() + 4 * choice;
      label += gamma * load<f32>(valuesOnce ? transition + NEXT_VALUE : value);
    }
    store<f32>(labels + 4 * <usize>i, label);
  }
}

function fillOutputDeltas(): f64 {
  const stride = outputsStride();
  const share: f32 = 2 / <f32>batchSize;
  let squares: f64 = 0;
  memory.fill(outputDeltasAt(), 0, stride * <usize>batchSize);
  for (let i = 0; i < batchSize; i++) {
    const action: usize = 4 * <usize>load<i32>(transitionAt(load<i32>(batch + 4 * <usize>i)) + ACTION);
    const at = <usize>i * stride + action;
    const error = load<f32>(outputsAt() + at) - load<f32>(labels + 4 * <usize>i);
    squares += <f64>error * <f64>error;
    store<f32>(outputDeltasAt() + at, error * share);
  }
  return squares / <f64>batchSize;
}
