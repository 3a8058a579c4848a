import type { RunContext } from '@trademaster/contracts';
import type { Evaluation, Policy } from '@trademaster/engine';
import { escapeHtml } from './escape-html';
import { metric, signedPercent } from './format';
import { STYLE } from './style';
import { section, table, words } from './table';
import { charts } from './tear-sheet-charts';

const HEADLINE = ['total_return', 'sharpe', 'max_drawdown', 'trades', 'random_p_value', 'dsr'];
const SPANS = ['train', 'validation', 'test'] as const;
const COMPARED = ['total_return', 'sharpe', 'max_drawdown', 'trades'];

/**
 * `report.html` of a training: the verdict first, then everything that it rests on. One file that loads nothing and
 * runs nothing; no time in it, so the same run gives the same bytes. All text from outside is escaped.
 */
export function tearSheet(run: RunContext, policy: Policy, evaluation: Evaluation): string {
  const title = `${run.symbol}: backtest of a double DQN ensemble`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    '<body>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="note">${escapeHtml(provenance(run, evaluation))}</p>`,
    verdictOf(policy),
    headline(evaluation),
    ...charts(evaluation),
    section('Beside what anybody could have done', comparison(evaluation)),
    section('How sure', intervals(evaluation)),
    section('All metrics', metricsTable(evaluation)),
    section('Seeds', seedsTable(evaluation)),
    section('Confidence on the validation span', calibrationTable(evaluation)),
    section('Windows', windowsTable(policy)),
    section('Settings', settingsTable(policy)),
    '<p class="note">Test bars were read once, after selection was frozen. The past promises nothing.</p>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function provenance({ instrument, bars }: RunContext, { outOfSample, folds }: Evaluation): string {
  const { name, ticker, source, bar_size, simulated } = instrument;
  const scored = `Scored on ${outOfSample.bars} bars that neither training nor selection saw, ${outOfSample.firstDate} to ${outOfSample.lastDate}`;
  return (
    `${name ?? ticker}: ${bars.count} bars (${bar_size}) from ${source}, ${bars.first_date} to ${bars.last_date}. ` +
    `${scored}${folds ? `, in ${folds.length} folds of a walk-forward` : ''}.` +
    (simulated ? ' SIMULATED: these prices never traded anywhere.' : '')
  );
}

function verdictOf({ verdict }: Policy): string {
  return (
    `<p class="verdict ${verdict.verdict}"><strong>${words(verdict.verdict)}.</strong> ` +
    `${escapeHtml(verdict.statement)} Confidence is capped at ${verdict.confidence_cap}.</p>`
  );
}

function headline({ metrics, metricsReasons }: Evaluation): string {
  const cell = (name: string) =>
    `<div><span>${words(name)}</span><b>${escapeHtml(measured(name, metrics))}</b>` +
    `<span>${escapeHtml(metricsReasons[name] ?? '')}</span></div>`;
  return `<div class="numbers">${HEADLINE.map(cell).join('')}</div>`;
}

function comparison({ metrics, baselines }: Evaluation): string {
  const rows = [{ name: 'policy', metrics }, ...baselines].map((played) => [
    words(played.name),
    ...COMPARED.map((name) => measured(name, played.metrics)),
  ]);
  const random = baselines.find(({ name }) => name === 'random_policies')?.metrics;
  const spread =
    random?.total_return_q1 == null || random.total_return_q3 == null
      ? ''
      : `Random policies: the median of ${random.draws} that held as long and as often, at other times; half of them returned between ${signedPercent(random.total_return_q1)} and ${signedPercent(random.total_return_q3)}. `;
  const note = `${spread}Same bars, fills and costs for all.`;
  return `${table(['', ...COMPARED.map(words)], rows)}\n<p class="note">${escapeHtml(note)}</p>`;
}

function intervals({ metrics, baselines, intervals: found, bootstrap }: Evaluation): string {
  if (!found || !bootstrap) return '<p class="note">Under 30 returns there is no interval.</p>';
  const hold = baselines.find(({ name }) => name === 'buy_and_hold')?.metrics;
  const less = (name: string) => (metrics[name] == null || hold?.[name] == null ? null : metrics[name] - hold[name]);
  const rows = [
    { name: 'total_return', value: metrics.total_return, interval: found.totalReturn },
    { name: 'total_return', value: less('total_return'), interval: found.excessReturn, over: true },
    { name: 'sharpe', value: metrics.sharpe, interval: found.sharpe },
    { name: 'sharpe', value: less('sharpe'), interval: found.excessSharpe, over: true },
  ].map(({ name, value, interval, over }) => [
    words(name) + (over ? ', over buy and hold' : ''),
    value == null ? '–' : metric(name, value),
    interval ? `${metric(name, interval.low)} to ${metric(name, interval.high)}` : '–',
  ]);
  const note =
    `Stationary bootstrap, ${bootstrap.draws} draws of blocks of ${bootstrap.meanBlock.toFixed(1)} bars on average, ` +
    `paired, seed ${bootstrap.seed}. The Sharpe ratio is above buy and hold's in ${metric('rate', bootstrap.sharpeBetter)} of the draws.`;
  return `${table(['', 'value', '95 % interval'], rows)}\n<p class="note">${escapeHtml(note)}</p>`;
}

/** A dash where there is no value; the reason stands below or nearby. */
function measured(name: string, metrics: Evaluation['metrics'] | undefined): string {
  const value = metrics?.[name];
  return value == null ? '–' : metric(name, value);
}

function metricsTable({ metrics, metricsReasons, baselines }: Evaluation): string {
  const hold = baselines.find(({ name }) => name === 'buy_and_hold');
  const rows = Object.keys(metrics).map((name) => [
    words(name),
    measured(name, metrics),
    measured(name, hold?.metrics),
  ]);
  const reasons = [
    ...Object.entries(metricsReasons).map(([name, reason]) => `${words(name)}: ${reason}`),
    ...Object.entries(hold?.metricsReasons ?? {}).map(([name, reason]) => `${words(name)} of buy and hold: ${reason}`),
  ];
  const note = reasons.length === 0 ? '' : `\n<p class="note">No value: ${escapeHtml(reasons.join('; '))}.</p>`;
  return table(['', 'policy', 'buy and hold'], rows) + note;
}

function seedsTable({ seeds }: Evaluation): string {
  const rows = seeds.map(({ seed, totalReturn, sharpe }) => [
    String(seed),
    signedPercent(totalReturn),
    measured('sharpe', { sharpe }),
  ]);
  return `${table(['seed', 'total return', 'Sharpe ratio'], rows)}\n<p class="note">Describes how much hangs on chance; never deployed alone.</p>`;
}

function calibrationTable({ calibration }: Evaluation): string {
  const rows = calibration.levels
    .filter(({ decisions }) => decisions > 0)
    .map(({ agreement, decisions, wins, probability }) => [
      metric('rate', agreement),
      String(decisions),
      String(wins),
      metric('rate', probability),
    ]);
  const { brierScore, decisions } = calibration;
  const note = `${decisions} decisions for a position${brierScore === null ? '' : `, Brier score ${brierScore.toFixed(3)}`}.`;
  return `${table(['agreement', 'decisions', 'won', 'probability'], rows)}\n<p class="note">${note}</p>`;
}

function windowsTable({ windows, folds }: Policy): string {
  const rows = (folds ?? [windows]).flatMap((fold, i) =>
    SPANS.map((name) => {
      const { first_date, last_date, bars } = fold[name];
      return [folds ? `${name} ${i + 1}` : name, first_date, last_date, String(bars)];
    }),
  );
  return table(['', 'first', 'last', 'bars'], rows);
}

function settingsTable({ settings, network, engine_version }: Policy): string {
  const { environment, training } = settings;
  const all = { ...environment, ...training, network: network.sizes.join('-'), engine_version };
  return table(
    ['', 'value'],
    Object.entries(all).map(([name, value]) => [words(name), Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}
