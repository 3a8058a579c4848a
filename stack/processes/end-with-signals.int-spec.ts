import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../paths';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

/** What `npm run bench` and `npm run chaos` do: a server is started, and started again when it dies. */
const COMMAND = `
  const { endWithSignals } = require('./dist/stack/processes/end-with-signals');
  const { startProcess } = require('./dist/stack/processes/managed-process');
  endWithSignals();
  const keepUp = async () => {
    const args = ['-e', 'setInterval(() => undefined, 1000)'];
    const server = await startProcess({ name: 'server', command: process.execPath, args, logFile: process.argv[1] });
    console.log(server.identity.pid);
    await server.exited;
    await keepUp();
  };
  keepUp().catch((error) => console.log(error.message));
`;

describe('a command that starts servers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'end-with-signals-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('given %s, then its servers end before it does, and none is started again', async (signal, code) => {
    const command = spawn(process.execPath, ['-e', COMMAND, join(folder, 'server.log')], { cwd: PROJECT_ROOT });
    let said = '';
    command.stdout.on('data', (text: Buffer) => (said += text.toString()));
    const ended = new Promise((resolve) => command.once('close', resolve));
    const pid = await waitUntil(() => Number(said.trim()) || undefined, {
      what: 'the server',
      timeoutMs: 20_000,
      everyMs: 20,
    });
    const server = identityOf(pid) as ProcessIdentity;
    command.kill(signal);
    expect(await ended).toBe(code);
    expect(isRunning(server)).toBe(false);
    expect(said).toMatch(new RegExp(`^${pid}\\nserver is not started: ${signal} ends everything\\n$`));
  });
});
