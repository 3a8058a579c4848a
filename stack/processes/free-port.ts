import { createServer } from 'node:net';

/** Handed out in this process and perhaps not bound yet: never handed out twice. */
const promised = new Set<number>();

/** A loopback port that nobody listens on: the wished-for one if it is free, else one from the system. */
export async function freePort(wish?: number): Promise<number> {
  if (wish !== undefined && !promised.has(wish) && (await canListenOn(wish))) {
    promised.add(wish);
    return wish;
  }
  for (;;) {
    const port = await anyPort();
    if (promised.has(port)) continue;
    promised.add(port);
    return port;
  }
}

/** Whether nobody listens on a loopback port now. */
export function canListenOn(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function anyPort(): Promise<number> {
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
