export type { Adjustment, BarsFound, BarsQuery, MarketDataSource } from './market-data-source';
export { marketDataSource } from './market-data-sources';
export { type Freshness, refuseStale } from './refuse-stale';
