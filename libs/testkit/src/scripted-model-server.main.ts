import { reviewScript } from './review-script';
import { ScriptedModelServer } from './scripted-model-server';

/** `node scripted-model-server.main.js [port]`: answers reviews until it is stopped; prints its URL as the first line. */
async function main(port: number): Promise<void> {
  const server = await ScriptedModelServer.start(reviewScript, port);
  process.stdout.write(`${server.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
}

void main(Number(process.argv[2] ?? 0));
