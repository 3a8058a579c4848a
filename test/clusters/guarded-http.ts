import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before an HTTP server, as a gateway that knows its users: 401 without one of the accepted headers. */
export class GuardedHttp {
  /** The Authorization headers that were let through. */
  readonly admitted = new Set<string>();
  private constructor(private readonly server: Server) {}

  static async before(target: string, accepted: string[]): Promise<GuardedHttp> {
    const server = createServer();
    const guarded = new GuardedHttp(server);
    server.on('request', (asked, answer) => {
      const given = asked.headers.authorization ?? '';
      if (!accepted.includes(given)) return answer.writeHead(401).end();
      guarded.admitted.add(given);
      const passed = request(
        new URL(asked.url ?? '/', target),
        { method: asked.method, headers: asked.headers },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(answer);
        },
      );
      passed.once('error', () => answer.writeHead(502).end());
      return asked.pipe(passed);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return guarded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
