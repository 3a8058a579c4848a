import { Client } from 'pg';
import type { Observed } from './observations';

/** Asks PostgreSQL itself. */
export async function readLedger(databaseUrl: string, requestIds: string[]): Promise<Observed['ledger']> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const requests = await client.query<{ request_id: string }>(
      'SELECT request_id FROM ledger.request WHERE request_id = ANY($1)',
      [requestIds],
    );
    const runs = await client.query<{ run_id: string; request_id: string; symbol: string; status: string }>(
      'SELECT run_id, request_id, symbol, status FROM ledger.run WHERE request_id = ANY($1)',
      [requestIds],
    );
    return {
      requests: requests.rows.map((row) => ({ requestId: row.request_id })),
      runs: runs.rows.map((row) => ({
        runId: row.run_id,
        requestId: row.request_id,
        symbol: row.symbol,
        status: row.status,
      })),
    };
  } finally {
    await client.end();
  }
}

interface MlflowRun {
  info: { run_id: string; status: string };
  data: { tags?: { key: string; value: string }[] };
}

/** Asks MLflow's REST API for every run there is. */
export async function readMlflow(trackingUri: string): Promise<Observed['mlflow']> {
  const { experiments } = await post<{ experiments: { experiment_id: string }[] }>(trackingUri, 'experiments/search', {
    max_results: 1000,
  });
  const found: MlflowRun[] = [];
  let page: string | undefined;
  do {
    const { runs = [], next_page_token } = await post<{ runs?: MlflowRun[]; next_page_token?: string }>(
      trackingUri,
      'runs/search',
      {
        experiment_ids: experiments.map((experiment) => experiment.experiment_id),
        max_results: 1000,
        ...(page === undefined ? {} : { page_token: page }),
      },
    );
    found.push(...runs);
    page = next_page_token;
  } while (page);
  return found.map(({ info, data }) => {
    const tag = (name: string): string | undefined => data.tags?.find(({ key }) => key === name)?.value;
    return {
      runId: info.run_id,
      requestId: tag('trademaster.request_id') ?? '',
      status: info.status,
      decisionSha256: tag('decision_sha256'),
    };
  });
}

interface WebuiArtifact {
  id: number;
  run_id: string;
  type: string;
  metadata: { decision_sha256?: string } | null;
}

/** Asks the WebUI's REST API for every artifact there is. */
export async function readWebui(baseUrl: string): Promise<Observed['webui']> {
  const found: WebuiArtifact[] = [];
  for (let offset = 0; ; offset += 1000) {
    const response = await fetch(`${baseUrl}/api/artifacts/?limit=1000&offset=${offset}`);
    if (!response.ok) throw new Error(`the WebUI answered ${response.status}`);
    const { artifacts } = (await response.json()) as { artifacts: WebuiArtifact[] };
    found.push(...artifacts);
    if (artifacts.length < 1000) break;
  }
  return found.map(({ id, run_id, type, metadata }) => ({
    id,
    runId: run_id,
    type,
    decisionSha256: metadata?.decision_sha256,
  }));
}

async function post<T>(trackingUri: string, path: string, body: object): Promise<T> {
  const response = await fetch(`${trackingUri}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`MLflow answered ${response.status} to ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}
