import type { InferenceResult, RevisedBars, RunContext, TradingSignal, TrainingResult } from '@trademaster/contracts';
import { price, wholePercent } from '../format/numbers';
import { counted, words } from '../format/words';
import { backtestRows } from './backtest-rows';
import { type CardRow, linkNumbers, type Part } from './linked-text';
import type { Sources } from './sources';

/** What a decision is made of: the signal, and what earlier stages told on the way to it. */
export interface DecisionFacts {
  signal: TradingSignal;
  decision_sha256: string | null;
  context: RunContext | null;
  training: TrainingResult | null;
  inference: InferenceResult | null;
}

export interface CardGroup {
  title: 'Plan' | 'Why' | 'Doubt' | 'Made from';
  rows: CardRow[];
}

/** The card of `npm start` as rows for the screen, each number with its source. Says nothing
 * that the events do not; `instant` words a moment. */
export function cardGroups(
  facts: DecisionFacts,
  sources: Sources,
  instant: (iso: string) => string = (iso) => iso,
): CardGroup[] {
  const { signal, context } = facts;
  return [
    { title: 'Plan', rows: [positionRow(signal, sources, instant), ...levelRows(signal, sources)] },
    { title: 'Why', rows: [reviewRow(signal, sources), reasonRow(signal, sources)] },
    {
      title: 'Doubt',
      rows: [confidenceRow(signal, sources), ...backtestRows(facts, sources), ...warningRows(context, sources)],
    },
    { title: 'Made from', rows: originRows(facts, sources) },
  ];
}

function positionRow(signal: TradingSignal, sources: Sources, instant: (iso: string) => string): CardRow {
  const { current_position: from, target_position: to, position_source: source, intent, valid_until: until } = signal;
  const text = `${wholePercent(from)} → ${wholePercent(to)} of equity (${source})`;
  const parts = linkNumbers(text, sources.metric('chart'), 'position: target_position');
  if (intent === 'keep') return { label: 'position', parts };
  const limit = { text: instant(until), href: sources.section('data'), about: 'one bar after the last close' };
  return { label: 'position', parts: [...parts, ', to be filled at the next open, valid until ', limit] };
}

function levelRows(signal: TradingSignal, sources: Sources): CardRow[] {
  const { entry_price: entry, stop_loss: stop, take_profit: target, r_multiple: r } = signal;
  if (entry === undefined || stop === undefined || target === undefined) return [];
  const size =
    signal.position_size_percent === undefined ? '' : `, size ${wholePercent(signal.position_size_percent / 100)}`;
  const multiple = r === undefined ? '' : `, ${r.toFixed(1)} R`;
  const text = `entry ${price(entry)}, stop ${price(stop)}, target ${price(target)}${multiple}${size}`;
  return [{ label: 'levels', parts: linkNumbers(text, sources.section('chart'), 'levels on the chart') }];
}

/** Who changed the policy's proposal, and on what grounds; or that nobody did. */
function reviewRow(signal: TradingSignal, sources: Sources): CardRow {
  const { changed_by: by, policy_action: action, policy_confidence: confidence } = signal;
  const proposal = `${action} at ${confidence}`;
  const grounds = by === undefined || by.claims.length === 0 ? '' : ` on ${by.claims.join(', ')}`;
  const text =
    by === undefined
      ? `the policy's ${proposal} was confirmed`
      : `the policy said ${proposal}; changed by ${by.agent} (message ${by.message})${grounds}`;
  return { label: 'review', parts: linkNumbers(text, sources.section('review'), 'who said what') };
}

function reasonRow({ reasoning }: TradingSignal, sources: Sources): CardRow {
  return { label: 'because', parts: linkNumbers(reasoning, sources.section('review'), 'the claims of the review') };
}

function confidenceRow(signal: TradingSignal, sources: Sources): CardRow {
  const { confidence_score: score, confidence_level: level, confidence_basis: basis } = signal;
  const text = `${score} of 100, ${level} (${words(basis)})`;
  return { label: 'confidence', parts: linkNumbers(text, sources.metric('decision'), 'confidence: confidence_score') };
}

function originRows({ signal, decision_sha256, context }: DecisionFacts, sources: Sources): CardRow[] {
  const bars = context === null ? '' : `, ${context.bars.count} bars to ${context.bars.last_date}`;
  const data = context === null ? sources.section('data') : sources.artifact(context.bars.artifact);
  return [
    {
      label: 'data',
      parts: [
        ...linkNumbers(`${signal.data_source}${bars}, `, sources.section('data'), 'the bars'),
        hashPart(signal.data_sha256, data, 'the bars in MLflow'),
      ],
    },
    { label: 'model', parts: [hashPart(signal.model_sha256, sources.section('artifacts'), 'the model in MLflow')] },
    ...(decision_sha256 === null
      ? []
      : [{ label: 'decision', parts: [hashPart(decision_sha256, sources.section('decision'), 'the decision')] }]),
  ];
}

function hashPart(sha256: string, href: string, about: string): Part {
  return { text: `sha256 ${sha256}`, href, about };
}

function warningRows(context: RunContext | null, sources: Sources): CardRow[] {
  const revised = context?.bars.revised_bars;
  if (revised === undefined) return [];
  return [{ label: 'warning', parts: linkNumbers(revisionText(revised), sources.section('data'), 'the bars') }];
}

/** That a source has changed what it said about the past. */
export function revisionText({ count, first_date: first, last_date: last, largest_change: most }: RevisedBars): string {
  const span = first === last ? `of ${first}` : `from ${first} to ${last}`;
  const prices = most === 0 ? 'no price' : `a price by up to ${(100 * most).toPrecision(2)} %`;
  return `the source has changed its past: ${counted(count, 'bar')} ${span}, ${prices}`;
}
