import { PipelineError } from '@trademaster/errors';
import { ccxtSource } from './ccxt-source';
import { csvSource } from './csv-source';
import type { MarketDataSource } from './market-data-source';
import { simulatedSource } from './simulated-source';
import { yahooSource } from './yahoo-source';

const SOURCES: readonly MarketDataSource[] = [
  simulatedSource,
  csvSource,
  yahooSource('adjusted'),
  yahooSource('raw'),
  ccxtSource(),
];

/** The source that `config.data.source` names. Throws `config_invalid`. */
export function marketDataSource(name: string): MarketDataSource {
  const source = SOURCES.find((candidate) => candidate.name === name);
  if (source !== undefined) return source;
  const known = SOURCES.map((candidate) => candidate.name).join(', ');
  throw new PipelineError('config_invalid', `config.data.source must be one of ${known} (got "${name}")`, {
    field: 'config.data.source',
  });
}
