import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WorkflowSymbolsClient } from './workflow-symbols-client';

const ROW = { id: 2, symbol: 'TSLA', enabled: true, priority: 5, conid: null, workflows: [] };

describe('symbols of the WebUI', () => {
  let server: Server;
  let answer: { status: number; body: unknown };
  let client: WorkflowSymbolsClient;
  let asked: string | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = request.url;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new WorkflowSymbolsClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('given a row that somebody broke, when listed, then the others are there and it is named', async () => {
    answer = { status: 200, body: [{ ...ROW, symbol: 'BAD', priority: null }, null, ROW] };
    const { rows, junk } = await client.listEnabled();
    expect(asked).toBe('/api/workflow-symbols/?enabled_only=true');
    expect(rows.map(({ symbol }) => symbol)).toEqual(['TSLA']);
    expect(junk.map(({ symbol }) => symbol)).toEqual(['BAD', '(unnamed)']);
    expect(junk[0]?.reason).toMatch(/row\.priority/);
  });

  it.each([404, 400])('given %i for one symbol, when asked for, then it is not listed', async (status) => {
    answer = { status, body: { detail: 'Symbol not found' } };
    expect(await client.find('BRK.B')).toBeUndefined();
    expect(asked).toBe('/api/workflow-symbols/BRK.B');
  });

  it('given 500, when listed, then the WebUI is unavailable for now', async () => {
    answer = { status: 500, body: 'Internal Server Error' };
    await expect(client.listEnabled()).rejects.toMatchObject({ code: 'webui_unavailable', retryable: true });
  });

  it('given nobody who answers, when listed, then the WebUI is unavailable for now', async () => {
    const nobody = new WorkflowSymbolsClient('http://127.0.0.1:1');
    await expect(nobody.listEnabled()).rejects.toMatchObject({ code: 'webui_unavailable', retryable: true });
  });
});
