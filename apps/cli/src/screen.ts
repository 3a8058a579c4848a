import type { CliConfig } from './cli.config';
import { renderCard } from './card/decision-card';
import type { Outcome } from './outcome';
import type { RequestProgress } from './request-progress';

/** Where a command writes: results to `out`, everything else to `err`, so that `--json` output stays one object. */
export interface Screen {
  out(text: string): void;
  err(text: string): void;
}

/** Lines with the seconds since the command began. */
export function timed(screen: Screen): (line: string) => void {
  const begun = performance.now();
  return (line) => screen.err(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

/** The end of a command that waited: one object, or a card per run. */
export function showOutcome(screen: Screen, outcome: Outcome, asJson: boolean, cards: () => string[]): void {
  if (asJson) screen.out(JSON.stringify(outcome));
  else for (const text of cards()) screen.out(text);
}

/** What a person sees at the end of a request: a card per run, what was left out, and how to go on with real prices. */
export function cardsOf(progress: RequestProgress, config: CliConfig): string[] {
  const runs = progress.completed?.runs ?? (progress.persisted === undefined ? [] : [progress.persisted.run]);
  const addresses = { mlflowUrl: config.find('MLFLOW_TRACKING_URI'), webuiUrl: config.find('WEBUI_BASE_URL') };
  const cards = runs.map((run) => renderCard({ run, ...progress.factsOf(run), ...addresses }));
  const { message, skipped = [], repeated, failure } = progress.completed ?? {};
  const rest = [
    ...(failure === undefined ? [] : [`FAILED at ${failure.stage}: ${failure.code}: ${failure.message}`]),
    ...(message === undefined ? [] : [repeated ? `${message} (asked before: this is the recorded outcome)` : message]),
    ...skipped.map(({ symbol, reason }) => `${symbol} was skipped: ${reason}`),
    ...(runs.some((run) => run.signal?.simulated === true) ? [HOW_TO_RUN_A_REAL_SYMBOL] : []),
  ];
  return rest.length === 0 ? cards : [...cards, rest.join('\n')];
}

const HOW_TO_RUN_A_REAL_SYMBOL = `these prices never traded; a real symbol, from a CSV with date, open, high, low, close:
  npx trademaster run --symbol BTC --config data.source=csv --config data.path=btc.csv --wait`;
