import type {
  BacktestResult,
  DateSpan,
  InferenceResult,
  RunContext,
  RunEnd,
  TradingSignal,
  TrainingResult,
} from '@trademaster/contracts';
import { headline, line, RULE } from './card-text';
import { revisionText } from './revision-text';
import { metricText, percent, price, signedPercent, wholePercent } from './numbers';

/** A run's end with the facts that its events told on the way; without them the card says less, never other things. */
export interface CardFacts {
  run: RunEnd;
  context?: RunContext | undefined;
  training?: TrainingResult | undefined;
  inference?: InferenceResult | undefined;
  mlflowUrl?: string | undefined;
  webuiUrl?: string | undefined;
}

/** One run's outcome for people: the decision, the backtest alone, or why there is neither. All numbers are the events'. */
export function renderCard(facts: CardFacts): string {
  const lines = [RULE, ...bodyOf(facts), ...whereToLook(facts), RULE];
  return lines.join('\n');
}

function bodyOf(facts: CardFacts): string[] {
  const { run } = facts;
  if (run.failure !== undefined) return failureLines(facts);
  if (run.signal === undefined) return [headline(`${run.symbol}  no signal`, badges(facts)), ...untradedLines(facts)];
  return [...decisionLines(run.signal, facts), ...backtestLines(facts), ...hashLines(run.signal, facts)];
}

function failureLines({ run }: CardFacts): string[] {
  const { stage, code, field, message, retryable } = run.failure as NonNullable<RunEnd['failure']>;
  return [
    `${run.symbol}  FAILED at ${stage}`,
    line('why', `${code}${field === undefined ? '' : ` (${field})`}: ${message}`),
    line('again', `npx trademaster retry ${run.run_id}${retryable ? '' : '   (after its cause is mended)'}`),
  ];
}

function untradedLines(facts: CardFacts): string[] {
  const note = facts.run.note === undefined ? [] : [line('note', facts.run.note)];
  const data = facts.context?.bars.artifact.sha256;
  const model = facts.training?.model.onnx.sha256;
  return [
    ...note,
    ...backtestLines(facts),
    ...(data === undefined ? [] : [line('data sha256', data)]),
    ...warningLines(facts.context),
    ...(model === undefined ? [] : [line('model sha256', model)]),
  ];
}

function decisionLines(signal: TradingSignal, { context }: CardFacts): string[] {
  const name = context?.instrument.name;
  const title = `${signal.symbol}${name === undefined ? '' : ` (${name})`}  ${signal.action}, ${words(signal.intent)}`;
  const position = `${wholePercent(signal.current_position)} → ${wholePercent(signal.target_position)} of equity`;
  return [
    headline(title, badges({ run: { signal } })),
    line('position', `${position} (${signal.position_source})${fillText(signal)}`),
    line(
      'confidence',
      `${signal.confidence_score} of 100, ${signal.confidence_level} (${words(signal.confidence_basis)})`,
    ),
    line('review', reviewText(signal)),
    line('because', signal.reasoning),
    ...levelLines(signal),
  ];
}

/** Nothing is filled when the position is kept. */
function fillText({ intent, valid_until: until }: TradingSignal): string {
  return intent === 'keep' ? '' : `, to be filled at the next open, valid until ${until}`;
}

/** Who changed the policy's proposal, and on what grounds; or that nobody did. */
function reviewText(signal: TradingSignal): string {
  const proposal = `${signal.policy_action} at ${signal.policy_confidence}`;
  const by = signal.changed_by;
  if (by === undefined) return `the policy's ${proposal} was confirmed`;
  const grounds = by.claims.length === 0 ? '' : ` on ${by.claims.join(', ')}`;
  return `the policy said ${proposal}; changed by ${by.agent} (message ${by.message})${grounds}`;
}

function levelLines(signal: TradingSignal): string[] {
  const { entry_price: entry, stop_loss: stop, take_profit: target, r_multiple: r } = signal;
  if (entry === undefined || stop === undefined || target === undefined) return [];
  const size = signal.position_size_percent === undefined ? '' : `, size ${signal.position_size_percent} %`;
  const multiple = r === undefined ? '' : `, ${r.toFixed(1)} R`;
  return [line('levels', `entry ${price(entry)}, stop ${price(stop)}, target ${price(target)}${multiple}${size}`)];
}

function backtestLines(facts: CardFacts): string[] {
  const shown = backtestOf(facts);
  if (shown === undefined) return [];
  const { metrics, reasons, buyAndHold, interval, window } = shown;
  const earned = metricText(metrics.total_return, signedPercent, reasons?.total_return);
  const drawdown = metricText(metrics.max_drawdown, (share) => percent(Math.abs(share)), reasons?.max_drawdown);
  const held = metricText(buyAndHold?.total_return, signedPercent, undefined);
  const between =
    interval === undefined
      ? ''
      : `; difference with 95 % between ${signedPercent(interval.low)} and ${signedPercent(interval.high)}`;
  return [
    line(
      'backtest',
      `${earned} on ${window.bars} unseen bars, ${window.first_date} to ${window.last_date}, after costs (worst drawdown ${drawdown})`,
    ),
    line('buy and hold', `${held}${between}`),
    line('verdict', verdictText(shown.verdict)),
  ];
}

/** The verdict's statement repeats the numbers above; what it adds is how much data it would take. */
function verdictText({ verdict, bars_had: had, bars_needed: needed }: BacktestResult['verdict']): string {
  return needed === undefined ? words(verdict) : `${words(verdict)}: needs about ${needed} bars, has ${had}`;
}

interface ShownBacktest {
  metrics: BacktestResult['metrics'];
  reasons?: BacktestResult['metrics_reasons'];
  buyAndHold: BacktestResult['metrics'] | undefined;
  interval?: BacktestResult['excess_return_interval'];
  verdict: BacktestResult['verdict'];
  window: DateSpan;
}

/** This run's own backtest; in mode `inference` that of the loaded model. */
function backtestOf({ training, inference }: CardFacts): ShownBacktest | undefined {
  if (training !== undefined) {
    const {
      metrics,
      metrics_reasons: reasons,
      baselines,
      excess_return_interval: interval,
      verdict,
    } = training.backtest;
    const buyAndHold = baselines.find((baseline) => baseline.name === 'buy_and_hold')?.metrics;
    const shown = { metrics, reasons, buyAndHold, verdict, window: training.windows.test };
    return interval === undefined ? shown : { ...shown, interval };
  }
  if (inference === undefined) return undefined;
  const { backtest_metrics: metrics, buy_and_hold_metrics: buyAndHold, verdict, model_windows: windows } = inference;
  return { metrics, buyAndHold, verdict, window: windows.test };
}

function hashLines(signal: TradingSignal, { run, context }: CardFacts): string[] {
  const bars = context === undefined ? '' : `, ${context.bars.count} bars to ${context.bars.last_date}`;
  return [
    line('data', `${signal.data_source}${bars}, sha256 ${signal.data_sha256}`),
    ...warningLines(context),
    line('model', `sha256 ${signal.model_sha256}`),
    ...(run.decision_sha256 === undefined ? [] : [line('decision', `sha256 ${run.decision_sha256}`)]),
  ];
}

function warningLines(context: RunContext | undefined): string[] {
  const revised = context?.bars.revised_bars;
  return revised === undefined ? [] : [line('warning', revisionText(revised))];
}

function whereToLook({ run, mlflowUrl, webuiUrl }: CardFacts): string[] {
  return [
    ...(mlflowUrl === undefined
      ? []
      : [line('MLflow', `${mlflowUrl}/#/experiments/${run.experiment_id}/runs/${run.run_id}`)]),
    ...(webuiUrl === undefined || run.signal === undefined
      ? []
      : [line('WebUI', `${webuiUrl}/api/artifacts/?run_id=${run.run_id}`)]),
  ];
}

/** What nobody may overlook: where prices and opinions come from. */
function badges({ run, context }: { run: Pick<RunEnd, 'signal'>; context?: RunContext | undefined }): string {
  const { signal } = run;
  const badges = [
    [signal?.simulated ?? context?.instrument.simulated, 'SIMULATED'],
    [signal?.historical ?? context?.historical, 'HISTORICAL'],
    [signal?.provenance === 'rules', 'RULES'],
    [signal?.not_backtested, 'NOT BACKTESTED'],
  ] as const;
  return badges.flatMap(([applies, badge]) => (applies === true ? [badge] : [])).join(' · ');
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
