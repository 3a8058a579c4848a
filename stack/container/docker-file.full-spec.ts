import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../processes/free-port';
import { type ManagedProcess, startProcess } from '../processes/managed-process';
import { startUntilReady } from '../processes/start-until-ready';
import { isReady } from '../services/services';
import { SERVICES } from '../services/service-names';
import { composeFile, interpolated } from './compose-file';
import { dockerStages } from './docker-file';
import { walkDockerfile, type WalkedStage } from './docker-walk';

const SECRETS = { POSTGRES_PASSWORD: 'hunter22', WEBUI_TOKEN: 'token22' };
const { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI, STACK_PYTHON, PATH, HOME } = process.env;

/** The status that a server gives to a request under this Host header. */
function statusFor(port: number, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}

describe('the Dockerfile, walked without Docker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trademaster-docker-'));
  const started: ManagedProcess[] = [];
  let image: WalkedStage;

  beforeAll(async () => {
    image = (await walkDockerfile(['build', 'service'], folder)).get('service') as WalkedStage;
  }, 900_000);
  afterAll(async () => {
    await Promise.all(started.map((process) => process.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('given only what it copies, when every service of docker-compose.yml is started from it, then all become ready', async () => {
    const ports = new Map<string, number>();
    for (const name of SERVICES) ports.set(name, await freePort());
    const addresses = {
      KAFKA_BROKERS,
      DATABASE_URL,
      MLFLOW_TRACKING_URI,
      WEBUI_BASE_URL: `http://127.0.0.1:${ports.get('webui')}`,
    };
    await Promise.all(
      SERVICES.map(async (name) => {
        const { command = [], environment = {} } = composeFile().services[name] ?? {};
        const given = Object.entries(environment).map(([key, text]) => [key, interpolated(String(text), SECRETS)]);
        const port = String(ports.get(name));
        const env = {
          PATH,
          HOME,
          ...image.env,
          ...Object.fromEntries(given),
          ...addresses,
          HOST: '127.0.0.1',
          HEALTH_PORT: port,
        };
        const [program = '', ...args] = command;
        const spec = { name, command: program, args, cwd: image.workdir, env, logFile: join(folder, `${name}.log`) };
        const url = `http://127.0.0.1:${port}`;
        started.push(await startUntilReady(spec, () => isReady(url), 240_000));
      }),
    );
    expect(started).toHaveLength(SERVICES.length);
    const asked = await fetch(`${addresses.WEBUI_BASE_URL}/api/workflow-symbols/`);
    expect(asked.status).toBe(401); // the token is wired: nobody without it
  });

  it('given the health check of the image, when it is run beside a ready service, then it says healthy, else not', async () => {
    const check = dockerStages()
      .find(({ name }) => name === 'service')
      ?.steps.find(({ keyword }) => keyword === 'HEALTHCHECK');
    const [program = '', ...args] = check?.words ?? [];
    const exitCodeOn = async (port: string) => {
      const spec = {
        name: 'check',
        command: program,
        args,
        env: { PATH, HEALTH_PORT: port },
        cwd: folder,
        logFile: join(folder, 'check.log'),
      };
      return (await (await startProcess(spec)).exited).code;
    };
    const ready = new URL(
      `http://${started.length > 0 ? (started[0] as ManagedProcess).spec.env?.HEALTH_PORT : ''}`.replace(
        'http://',
        'http://127.0.0.1:',
      ),
    );
    expect(await exitCodeOn(ready.port)).toBe(0);
    expect(await exitCodeOn(String(await freePort()))).toBe(1);
  });

  it("given the image's MLflow, when it is asked under compose's name and under a stranger's, then it answers the first only", async () => {
    if (!STACK_PYTHON) throw new Error('STACK_PYTHON is not set: run by with-stack');
    const words =
      dockerStages()
        .find(({ name }) => name === 'mlflow')
        ?.steps.at(-1)?.words ?? [];
    const port = await freePort();
    const local: Record<string, string> = { '0.0.0.0': '127.0.0.1', '5000': String(port) };
    const args = words.slice(1).map((word) => local[word] ?? word.replace('/mlflow/data', folder));
    const env = { PATH, HOME, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', MLFLOW_DISABLE_TELEMETRY: 'true' };
    const spec = {
      name: 'mlflow',
      command: STACK_PYTHON,
      args: ['-m', 'mlflow', ...args],
      cwd: folder,
      env,
      logFile: join(folder, 'mlflow.log'),
    };
    const healthy = async () => (await statusFor(port, '/health', 'localhost:5000').catch(() => undefined)) === 200;
    started.push(await startUntilReady(spec, healthy, 240_000));
    const api = '/api/2.0/mlflow/experiments/get?experiment_id=0';
    expect(await statusFor(port, api, 'mlflow:5000')).toBe(200);
    expect(await statusFor(port, api, 'elsewhere.example')).toBe(403);
  });
});
