import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands before an HTTP server. While `loses()` says so, the answer to a call that may have changed something is never
 * delivered: the effect has happened, and whoever asked for it sees a broken connection.
 */
export class LossyProxy {
  /** Effects that happened and were reported as failed. */
  lost = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private target: URL | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(loses: () => boolean): Promise<LossyProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new LossyProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) =>
      proxy.forward(incoming, outgoing, loses),
    );
    return proxy;
  }

  /** Where the calls go; known later than the proxy's own address. */
  pointAt(url: string): void {
    this.target = new URL(url);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse, loses: () => boolean): void {
    const { method = 'GET', url: path, headers } = incoming;
    const { hostname, port } = this.target as URL;
    const cut = (): void => void incoming.socket.destroy();
    const upstream = request({ hostname, port, path, method, headers, agent: this.agent }, (answer) => {
      if (method !== 'GET' && method !== 'HEAD' && loses()) {
        answer.resume();
        answer.once('end', () => {
          this.lost += 1;
          cut();
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('error', cut);
    });
    upstream.once('error', cut);
    incoming.pipe(upstream);
  }
}
