import type { Artifact } from '../storage/artifact.entity';
import { Refusal } from '../http/refusal';

export interface MarketDataTable {
  symbol: string | null;
  count: number;
  data: Record<string, unknown>[];
}

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const;

/** The bars that a chart was made of, from `metadata.market_data_snapshot.bars`, the latest first. */
export function marketDataOf(artifact: Artifact, limit: number): MarketDataTable {
  if (artifact.type !== 'chart') throw new Refusal(400, 'Market data is only available for chart artifacts');
  const snapshot = member(artifact.metadata, 'market_data_snapshot');
  const bars = member(snapshot, 'bars');
  if (!Array.isArray(bars) || bars.length === 0) throw new Refusal(404, 'No market data stored with this artifact');
  const latest = limit === 0 ? [] : bars.slice(-limit).reverse();
  const data = latest.map((bar) => ({
    date: member(bar, 'date') ?? member(bar, 'timestamp') ?? null,
    ...Object.fromEntries(PRICES.map((name) => [name, member(bar, name) ?? null])),
  }));
  return { symbol: artifact.symbol, count: data.length, data };
}

/** Of a chart, its row with the sibling signal's verdict as `metadata.llm_analysis`, as the chart's page shows it. */
export function withSignalOf(chart: Artifact, signal: Artifact | null): Artifact {
  if (signal === null) return chart;
  const said = (name: string): unknown => member(signal.signal_data, name) ?? null;
  const llm_analysis = {
    action: signal.action,
    confidence: said('confidence_level'),
    confidence_score: said('confidence_score'),
    reasoning_snippet: said('reasoning') ?? '',
    key_factors: said('key_factors') ?? [],
    entry_price: said('entry_price'),
    stop_loss: said('stop_loss'),
    take_profit: said('take_profit'),
    is_actionable: said('is_actionable'),
  };
  const metadata = typeof chart.metadata === 'object' && !Array.isArray(chart.metadata) ? chart.metadata : {};
  return { ...chart, metadata: { ...metadata, llm_analysis } };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
