import { PIPELINE_DAG_ID, type RunConfig } from '@trademaster/contracts';

/** The symbol that a first start decides about: prices that never traded anywhere, and labelled so. */
export const SAMPLE_SYMBOL = 'SIMA';

/** Fixed in time, so that every start sees the same bars; small enough to train in a few seconds. */
export const SAMPLE_CONFIG: RunConfig = {
  data: { source: 'simulated', name: 'Simulated sample', calendar: '24x7', seed: 7, lookback_bars: 900 },
  as_of: '2023-06-19',
  training: { seeds: [11, 23, 47], epochs: 6, patience: 6, hidden_sizes: [16, 8] },
};

/** Registers the sample symbol with the WebUI, once; `token` if it asks for one. Throws when the WebUI refuses. */
export async function registerSampleSymbol(webuiBaseUrl: string, token?: string): Promise<void> {
  const response = await fetch(`${webuiBaseUrl}/api/workflow-symbols/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({
      symbol: SAMPLE_SYMBOL,
      name: 'Simulated sample',
      enabled: true,
      priority: 1,
      workflows: [
        { dag_id: PIPELINE_DAG_ID, is_active: true, timezone: 'UTC', allow_weekend: true, config: SAMPLE_CONFIG },
      ],
    }),
    signal: AbortSignal.timeout(30_000),
  });
  const isThereAlready = response.status === 409;
  if (!response.ok && !isThereAlready) {
    throw new Error(`the WebUI refused the sample symbol: ${response.status} ${await response.text()}`);
  }
}
