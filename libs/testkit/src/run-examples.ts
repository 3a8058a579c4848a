import {
  type ArtifactRef,
  type BarsSnapshot,
  canonicalJson,
  DEFAULT_RUN_CONFIG,
  type Instrument,
  type PinnedModel,
  PIPELINE_DAG_ID,
  type RequestRef,
  requestIdOf,
  type RunContext,
  sha256Hex,
  type SymbolRequested,
} from '@trademaster/contracts';

export const EXAMPLE_SOURCE = '/airflow/example';
export const EXAMPLE_RUN_ID = '0123456789abcdef0123456789abcdef';
export const EXAMPLE_EXPERIMENT_ID = '7';
export const EXAMPLE_REQUEST: RequestRef = {
  request_id: requestIdOf(EXAMPLE_SOURCE, PIPELINE_DAG_ID, 'manual__2026-11-23T06:00:00+00:00'),
  dag_id: PIPELINE_DAG_ID,
  execution_id: 'manual__2026-11-23T06:00:00+00:00',
};

/** A reference of the right form; the hash is the name's, not that of any stored bytes. */
export function exampleArtifact(name: string, extension = 'json', runId: string = EXAMPLE_RUN_ID): ArtifactRef {
  const sha256 = sha256Hex(`${runId}/${name}`);
  const path = `facts/${name}-${sha256.slice(0, 12)}.${extension}`;
  return { uri: `mlflow-artifacts:/${EXAMPLE_EXPERIMENT_ID}/${runId}/artifacts/${path}`, sha256, bytes: 4096 };
}

export function examplePinnedModel(overrides: Partial<PinnedModel> = {}): PinnedModel {
  const run_id = 'fedcba9876543210fedcba9876543210';
  return {
    requested_uri: 'models:/trademaster-SIMA@champion',
    run_id,
    registered_name: 'trademaster-SIMA',
    version: '3',
    onnx: exampleArtifact('model', 'onnx', run_id),
    policy: exampleArtifact('policy', 'json', run_id),
    ...overrides,
  };
}

export function exampleInstrument(overrides: Partial<Instrument> = {}): Instrument {
  return {
    symbol: 'SIMA',
    ticker: 'SIMA',
    source: 'simulated',
    name: 'Simulated A',
    exchange: 'none',
    currency: 'USD',
    asset_class: 'simulated',
    calendar: '24x7',
    bar_size: '1 day',
    adjustment: 'none',
    simulated: true,
    ...overrides,
  };
}

/** 900 daily bars that end on 2026-11-22, the last session that had closed at the request's time. */
export function exampleBars(overrides: Partial<BarsSnapshot> = {}): BarsSnapshot {
  return {
    artifact: exampleArtifact('bars'),
    count: 900,
    first_date: '2024-06-06',
    last_date: '2026-11-22',
    last_bar_closed_at: '2026-11-23T00:00:00.000Z',
    dropped_unfinished: '2026-11-23',
    ...overrides,
  };
}

export function exampleSymbolRequested(overrides: Partial<SymbolRequested> = {}): SymbolRequested {
  return {
    ...EXAMPLE_REQUEST,
    run_id: EXAMPLE_RUN_ID,
    experiment_id: EXAMPLE_EXPERIMENT_ID,
    symbol: 'SIMA',
    mode: 'both',
    config: structuredClone(DEFAULT_RUN_CONFIG),
    historical: false,
    as_of: '2026-11-23T06:00:00.000Z',
    generated_at: '2026-11-23T06:00:00.000Z',
    deadline_at: '2026-11-23T07:00:00.000Z',
    linked: true,
    conid: 265598,
    workflow_symbol_id: 1,
    ...overrides,
  };
}

/** Who a run is and everything that symbol-resolver pinned. Mode `both`: a champion to compare with, no model to load. */
export function exampleRunContext(overrides: Partial<RunContext> = {}): RunContext {
  return {
    ...exampleSymbolRequested(),
    instrument: exampleInstrument(),
    bars: exampleBars(),
    champion: examplePinnedModel(),
    trials: { count: 3, sharpe_variance: 0.0004 },
    pins: { code_version: '0.1.0+4667fd4', team_sha256: sha256Hex(canonicalJson({ team: 'example' })) },
    ...overrides,
  };
}
