import { createServer, type Server } from 'node:net';
import { freePort } from './free-port';

describe('a free port', () => {
  let taken: Server;
  let port: number;
  beforeEach(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    port = (taken.address() as { port: number }).port;
  });
  afterEach(() => new Promise((resolve) => taken.close(resolve)));

  it('given a wish that somebody listens on, when asked, then it is another one', async () => {
    expect(await freePort(port)).not.toBe(port);
  });

  it('given a free wish, when asked twice, then the first gets it and the second another', async () => {
    await new Promise((resolve) => taken.close(resolve));
    expect(await freePort(port)).toBe(port);
    expect(await freePort(port)).not.toBe(port);
  });
});
