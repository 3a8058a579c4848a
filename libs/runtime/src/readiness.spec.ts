import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpCheck, Readiness } from './readiness';

describe('readiness', () => {
  const up = { name: 'kafka', check: () => Promise.resolve() };

  it('given every dependency answers, when asked, then it is ready', async () => {
    const readiness = new Readiness();
    readiness.add(up, { ...up, name: 'ledger' });
    expect(await readiness.report()).toEqual({
      status: 'ready',
      failing: [],
      dependencies: { kafka: { status: 'up' }, ledger: { status: 'up' } },
    });
  });

  it('given one refuses and one says nothing, when asked, then both are named with the reason', async () => {
    const readiness = new Readiness(10);
    readiness.add(
      up,
      { name: 'ledger', check: () => Promise.reject(new Error('connection refused')) },
      { name: 'mlflow', check: () => new Promise(() => undefined) },
    );
    expect(await readiness.report()).toMatchObject({
      status: 'unavailable',
      failing: ['ledger', 'mlflow'],
      dependencies: {
        ledger: { status: 'down', reason: 'connection refused' },
        mlflow: { status: 'down', reason: 'no answer within 10 ms' },
      },
    });
  });

  it('given many ask at once, when answered, then each dependency was asked once', async () => {
    let asked = 0;
    const readiness = new Readiness();
    readiness.add({ name: 'kafka', check: () => Promise.resolve(void (asked += 1)) });
    await Promise.all([readiness.report(), readiness.report(), readiness.report()]);
    expect(asked).toBe(1);
  });

  it.each([
    [204, true],
    [404, true],
    [500, false],
    [503, false],
  ])('given an address that answers %i, when checked over HTTP, then up is %s', async (status, isUp) => {
    const server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const check = httpCheck('webui', url).check();
    await (isUp ? expect(check).resolves.toBeUndefined() : expect(check).rejects.toThrow(String(status)));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(httpCheck('webui', url).check()).rejects.toThrow();
  });
});
