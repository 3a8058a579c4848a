import type { RunContext } from '@trademaster/contracts';
import type { Evaluation, Policy } from '@trademaster/engine';
import { escapeHtml } from './escape-html';
import { metric, percent, signedPercent } from './format';
import { lineChart } from './line-chart';

const POLICY_COLOUR = '#0b6e4f';
const HOLD_COLOUR = '#8a8a8a';
const STYLE = [
  'body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2rem auto;padding:0 1rem;color:#1c1c1c}',
  'table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #ddd}',
  'td:first-child,th:first-child{text-align:left}.verdict{padding:.8rem 1rem;background:#f3f1ea;border-radius:6px}',
  'svg{width:100%;height:auto;margin:1rem 0}svg text{font:12px system-ui,sans-serif;fill:#444}',
  'svg .title{font-weight:600}svg .grid{stroke:#e4e4e4}.note{color:#666}',
].join('');

/**
 * `report.html` of a training: verdict, equity and drawdown against buy and hold on the test window, metrics, windows
 * and settings. One file that loads nothing; no time in it, so the same run gives the same bytes.
 */
export function trainingReport(run: RunContext, policy: Policy, evaluation: Evaluation): string {
  const title = `${run.symbol}: backtest of a double DQN ensemble`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    '<body>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="note">${escapeHtml(provenance(run))}</p>`,
    `<p class="verdict"><strong>${policy.verdict.verdict.replaceAll('_', ' ')}.</strong> ${escapeHtml(policy.verdict.statement)}</p>`,
    ...charts(evaluation),
    metricsTable(evaluation),
    seedsTable(evaluation),
    windowsTable(policy),
    settingsTable(policy),
    '<p class="note">Test bars were read once, after selection was frozen. The past promises nothing.</p>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function provenance({ instrument, bars }: RunContext): string {
  const { name, ticker, source, bar_size, simulated } = instrument;
  return (
    `${name ?? ticker}: ${bars.count} bars (${bar_size}) from ${source}, ${bars.first_date} to ${bars.last_date}.` +
    (simulated ? ' SIMULATED: these prices never traded anywhere.' : '')
  );
}

function charts({ detail }: Evaluation): string[] {
  const { dates, equity, buyAndHold } = detail;
  const lines = (of: (equity: readonly number[]) => number[]) => [
    { name: 'buy and hold', colour: HOLD_COLOUR, values: of(buyAndHold) },
    { name: 'policy', colour: POLICY_COLOUR, values: of(equity) },
  ];
  return [
    lineChart({ title: 'Equity, from 1', dates, lines: lines((own) => [...own]), label: (value) => value.toFixed(2) }),
    lineChart({ title: 'Drawdown', dates, lines: lines(drawdown), label: percent }),
  ];
}

/** At each bar, equity below its highest so far, as a fraction of it: 0 or negative. */
function drawdown(equity: readonly number[]): number[] {
  let peak = 0;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

function metricsTable({ metrics, metricsReasons, baselines }: Evaluation): string {
  const rows = Object.keys(metrics).map((name) => [
    name.replaceAll('_', ' '),
    metric(name, metrics[name], metricsReasons[name]),
    ...baselines.map((baseline) => metric(name, baseline.metrics[name], baseline.metricsReasons[name])),
  ]);
  return table(['test window', 'policy', ...baselines.map(({ name }) => name.replaceAll('_', ' '))], rows);
}

function seedsTable({ seeds }: Evaluation): string {
  const rows = seeds.map(({ seed, totalReturn, sharpe }) => [
    String(seed),
    signedPercent(totalReturn),
    metric('sharpe', sharpe, 'undefined'),
  ]);
  return table(['single seed (describes, never deployed)', 'total return', 'Sharpe ratio'], rows);
}

function windowsTable({ windows }: Policy): string {
  const rows = Object.entries(windows).map(([name, span]) => [
    name,
    span.first_date,
    span.last_date,
    String(span.bars),
  ]);
  return table(['window', 'first session', 'last session', 'bars'], rows);
}

function settingsTable({ settings, network, engine_version }: Policy): string {
  const { environment, training } = settings;
  const rows = Object.entries({ ...environment, ...training, network: network.sizes.join('-'), engine_version }).map(
    ([name, value]) => [name.replaceAll('_', ' '), String(value)],
  );
  return table(['setting', 'value'], rows);
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>\n${row(head, 'th')}\n${rows.map((cells) => row(cells, 'td')).join('\n')}\n</table>`;
}
