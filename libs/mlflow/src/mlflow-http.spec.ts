import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MlflowHttp } from './mlflow-http';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const says =
  (status: number, body: unknown): Answer =>
  (_, response) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
const hangsUp: Answer = (request) => request.socket.destroy();
const isSilent: Answer = () => undefined;

describe('calls of MLflow', () => {
  let server: Server;
  let http: MlflowHttp;
  let answers: Answer[];
  let calls: IncomingMessage[];

  beforeEach(async () => {
    calls = [];
    server = createServer((request, response) => {
      calls.push(request);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody expected ${request.method} ${request.url}`);
      answer(request, response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: 'Bearer secret' };
    http = new MlflowHttp({ trackingUri: `http://127.0.0.1:${port}/`, timeoutMs: 300, headers });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    expect(answers).toEqual([]);
  });

  const get = { method: 'GET', path: '/api/x', query: { name: 'a b' }, repeatable: true } as const;
  const create = { method: 'POST', path: '/api/create', json: { a: 1 } } as const;

  it('given an answer, when called, then its JSON is returned, and path, query and headers were sent', async () => {
    answers = [says(200, { ok: 1 })];
    expect(await http.json(get)).toEqual({ ok: 1 });
    expect(calls[0]?.url).toBe('/api/x?name=a+b');
    expect(calls[0]?.headers.authorization).toBe('Bearer secret');
  });

  it.each([
    ['hangs up', hangsUp],
    ['answers 503', says(503, 'busy')],
    ['answers 429', says(429, 'slow down')],
    ['lost a race', says(400, { error_code: 'BAD_REQUEST', message: '(sqlite3.IntegrityError) UNIQUE constraint' })],
    ['is silent', isSilent],
  ])('given the server %s, when a call may be repeated, then it is', async (_, fault) => {
    answers = [fault, fault, says(200, {})];
    await http.json(get);
    expect(calls).toHaveLength(3);
  });

  it.each([
    ['hangs up', hangsUp],
    ['answers 500', says(500, 'broken')],
    ['is silent', isSilent],
  ])(
    'given the server %s, when a call may not be repeated, then it is made once: mlflow_unavailable',
    async (_, fault) => {
      answers = [fault];
      await expect(http.json(create)).rejects.toMatchObject({ code: 'mlflow_unavailable', retryable: true });
      expect(calls).toHaveLength(1);
    },
  );

  it('given the server stays away, when the tries are over, then it is mlflow_unavailable', async () => {
    answers = [hangsUp, hangsUp, hangsUp];
    await expect(http.json(get)).rejects.toMatchObject({ code: 'mlflow_unavailable' });
  });

  it('given a refusal, when called, then it is mlflow_rejected with its code and words, and not repeated', async () => {
    answers = [says(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'bad name' })];
    const asked = http.json(get);
    await expect(asked).rejects.toMatchObject({ code: 'mlflow_rejected', retryable: false });
    await expect(asked).rejects.toThrow(/400 INVALID_PARAMETER_VALUE.*bad name/);
  });

  it('given a server that sends elsewhere, when called, then it is mlflow_rejected with the status', async () => {
    answers = [says(302, '')];
    await expect(http.json(get)).rejects.toThrow(/302/);
  });

  it('given what does not exist, when asked whether it does, then it is undefined', async () => {
    answers = [says(404, { error_code: 'RESOURCE_DOES_NOT_EXIST' })];
    expect(await http.jsonIfExists(get)).toBeUndefined();
  });

  it("given a wrong address, when asked whether something exists, then a foreign 404 isn't taken for a no", async () => {
    answers = [says(404, '<html>nothing here</html>')];
    await expect(http.jsonIfExists(get)).rejects.toMatchObject({ code: 'mlflow_rejected' });
  });
});
