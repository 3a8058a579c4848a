import { SAMPLE_WORKFLOW_SYMBOL } from '@trademaster/contracts';

/** Registers the sample symbol with the WebUI, once; `token` if it asks for one. Throws when the WebUI refuses. */
export async function registerSampleSymbol(webuiBaseUrl: string, token?: string): Promise<void> {
  const response = await fetch(`${webuiBaseUrl}/api/workflow-symbols/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(SAMPLE_WORKFLOW_SYMBOL),
    signal: AbortSignal.timeout(30_000),
  });
  const isThereAlready = response.status === 409;
  if (!response.ok && !isThereAlready) {
    throw new Error(`the WebUI refused the sample symbol: ${response.status} ${await response.text()}`);
  }
}
