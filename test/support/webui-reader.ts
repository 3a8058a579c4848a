export interface WebuiArtifact {
  id: number;
  type: string;
  symbol: string;
  run_id: string;
  experiment_id: string;
  execution_id: string;
  dag_id: string;
  action: string | null;
  confidence: number | null;
  signal_data: Record<string, unknown> | null;
  metadata: Record<string, unknown> | null;
}

export interface Assignment {
  symbol: string;
  priority?: number;
  enabled?: boolean;
  /** Whether the link to the workflow is active. */
  active?: boolean;
  dagId?: string;
  config?: object;
}

/** The WebUI's REST API as its pages use it. */
export class WebuiReader {
  constructor(
    private readonly baseUrl: string,
    private readonly dagId: string,
  ) {}

  async artifactsOf(runId: string): Promise<WebuiArtifact[]> {
    const { artifacts } = await this.call<{ artifacts: WebuiArtifact[] }>('GET', '/api/artifacts/?limit=1000');
    return artifacts.filter((artifact) => artifact.run_id === runId);
  }

  async marketData(artifactId: number): Promise<unknown[]> {
    const answer = await this.call<Record<string, unknown>>('GET', `/api/artifacts/${artifactId}/market-data`);
    return Object.values(answer).find((value): value is unknown[] => Array.isArray(value)) ?? [];
  }

  async assign({
    symbol,
    priority = 1,
    enabled = true,
    active = true,
    dagId = this.dagId,
    config,
  }: Assignment): Promise<void> {
    await this.call('POST', '/api/workflow-symbols/', {
      symbol,
      enabled,
      priority,
      workflows: [
        {
          dag_id: dagId,
          is_active: active,
          priority,
          timezone: 'UTC',
          allow_weekend: true,
          ...(config ? { config } : {}),
        },
      ],
    });
  }

  async unassign(symbol: string): Promise<void> {
    await this.call('DELETE', `/api/workflow-symbols/${symbol}`);
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok)
      throw new Error(`the WebUI answered ${response.status} to ${method} ${path}: ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}
