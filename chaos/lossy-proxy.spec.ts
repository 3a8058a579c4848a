import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LossyProxy } from './lossy-proxy';

describe('the proxy that loses answers', () => {
  let effects: string[];
  let server: Server;
  let proxy: LossyProxy;
  let loses: boolean;

  beforeEach(async () => {
    effects = [];
    loses = true;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        effects.push(`${request.method} ${request.url} ${body}`);
        response.end('done');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await LossyProxy.start(() => loses);
    proxy.pointAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    await proxy.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('given it loses, when something is posted, then it has happened, and whoever posted it sees a broken connection', async () => {
    await expect(fetch(`${proxy.url}/artifacts?a=1`, { method: 'POST', body: 'one' })).rejects.toThrow();
    expect(effects).toEqual(['POST /artifacts?a=1 one']);
    expect(proxy.lost).toBe(1);
  });

  it('given it loses, when something is only read, then the answer comes', async () => {
    expect(await (await fetch(`${proxy.url}/artifacts`)).text()).toBe('done');
    expect(proxy.lost).toBe(0);
  });

  it('given it does not lose, when something is posted, then the answer comes; given the server is away, then none', async () => {
    loses = false;
    expect(await (await fetch(proxy.url, { method: 'POST', body: 'one' })).text()).toBe('done');
    proxy.pointAt('http://127.0.0.1:1');
    await expect(fetch(proxy.url)).rejects.toThrow();
  });
});
