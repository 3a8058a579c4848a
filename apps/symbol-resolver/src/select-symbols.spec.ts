import { PIPELINE_DAG_ID } from '@trademaster/contracts';
import { selectBatch, selectExplicit } from './select-symbols';
import type { WorkflowLink, WorkflowSymbol } from './workflow-symbol.dto';

const MONDAY_NOON = new Date('2026-11-23T12:00:00Z');
const SATURDAY_NOON = new Date('2026-11-21T12:00:00Z');

const link = (over: Partial<WorkflowLink> = {}): WorkflowLink => ({
  dag_id: PIPELINE_DAG_ID,
  is_active: true,
  timezone: 'America/New_York',
  allow_weekend: false,
  ...over,
});

const row = (symbol: string, over: Partial<WorkflowSymbol> = {}): WorkflowSymbol => ({
  id: 1,
  symbol,
  enabled: true,
  priority: 0,
  workflows: [link()],
  ...over,
});

const batch = (rows: WorkflowSymbol[], { at = MONDAY_NOON, maxSymbols = 10 } = {}) => {
  const { targets, skipped } = selectBatch(rows, PIPELINE_DAG_ID, at, maxSymbols);
  return { symbols: targets.map(({ symbol }) => symbol), skipped };
};

describe('symbols of a batch', () => {
  it('given different priorities, when selected, then the highest goes first and equal ones by name', () => {
    expect(batch([row('B'), row('C', { priority: 5 }), row('A')]).symbols).toEqual(['C', 'A', 'B']);
  });

  it('given a disabled symbol, an inactive link and a link to another dag, when selected, then none is in it', () => {
    const others = [
      row('OFF', { enabled: false }),
      row('IDLE', { workflows: [link({ is_active: false })] }),
      row('ELSE', { workflows: [link({ dag_id: 'finagent' })] }),
    ];
    expect(batch([...others, row('IN')])).toEqual({ symbols: ['IN'], skipped: [] });
  });

  it('given more symbols than max_symbols, when selected, then the rest is listed with its reason', () => {
    const { symbols, skipped } = batch([row('A'), row('B'), row('C')], { maxSymbols: 2 });
    expect(symbols).toEqual(['A', 'B']);
    expect(skipped).toEqual([{ symbol: 'C', reason: 'over max_symbols (2)' }]);
  });

  it('given a session in New York (UTC-5 in November), when it is 12:00 UTC, then a 09:30 session is not yet open', () => {
    const session = { session_start: '09:30', session_end: '16:00' };
    const rows = [row('A', { workflows: [link(session)] })];
    expect(batch(rows)).toEqual({ symbols: [], skipped: [{ symbol: 'A', reason: 'outside_session' }] });
    expect(batch(rows, { at: new Date('2026-11-23T14:30:00Z') }).symbols).toEqual(['A']);
    expect(batch(rows, { at: new Date('2026-11-23T21:01:00Z') }).symbols).toEqual([]);
  });

  it('given a Saturday, when selected, then only links that allow weekends are in it', () => {
    const rows = [row('BTC', { workflows: [link({ allow_weekend: true })] }), row('SPY')];
    expect(batch(rows, { at: SATURDAY_NOON }).symbols).toEqual(['BTC']);
  });

  it('given a symbol outside its session, when max_symbols counts, then it takes no place', () => {
    const rows = [
      row('A', { priority: 9, workflows: [link({ session_start: '20:00', session_end: '21:00' })] }),
      row('B'),
    ];
    expect(batch(rows, { maxSymbols: 1 }).symbols).toEqual(['B']);
  });
});

describe('a symbol that was asked for', () => {
  it('given a session that is closed, when asked for by name, then it is taken all the same, with its link', () => {
    const closed = row('A', { id: 7, conid: 3, workflows: [link({ session_start: '20:00', session_end: '21:00' })] });
    expect(selectExplicit('A', closed, PIPELINE_DAG_ID)).toMatchObject({ symbol: 'A', workflowSymbolId: 7, conid: 3 });
  });

  it.each([
    ['not listed', undefined],
    ['disabled', row('A', { enabled: false })],
    ['without an active link', row('A', { workflows: [link({ is_active: false })] })],
  ])('given a symbol that is %s, when asked for by name, then it is taken without a link', (_, listed) => {
    expect(selectExplicit('A', listed, PIPELINE_DAG_ID)).toEqual({ symbol: 'A' });
  });
});
