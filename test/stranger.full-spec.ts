import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { AirflowClient } from '../stack/airflow/airflow-client';
import { type ManagedProcess, startProcess } from '../stack/processes/managed-process';
import { type CommandResult, runCommand } from '../stack/processes/run-command';
import { waitUntil } from '../stack/processes/wait-until';
import { writeSampleCsv } from './support/sample-csv';

const ROOT = join(__dirname, '..');
const UP = 'everything is up; Ctrl-C stops it';
const MINUTE_MS = 60_000;
jest.setTimeout(15 * MINUTE_MS);

/**
 * The README's commands, typed by somebody new in a fresh clone. Packages and downloads are this checkout's: what
 * the first start downloads is another matter.
 */
describe('a stranger', () => {
  const parent = mkdtempSync(join(tmpdir(), 'a stranger '));
  const clone = join(parent, 'pipeline');
  const { KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI, ...plain } = process.env;
  const running: ManagedProcess[] = [];

  beforeAll(() => {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
    execFileSync('cp', ['-al', join(ROOT, 'node_modules'), join(clone, 'node_modules')]);
    execFileSync('mkdir', ['-p', join(clone, '.stack')]);
    symlinkSync(join(ROOT, '.stack/provision'), join(clone, '.stack/provision'));
  });
  afterAll(async () => {
    await runCommand('npm', ['run', 'down'], { cwd: clone, env: plain, timeoutMs: MINUTE_MS });
    for (const process of running) await process.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  /** Types a line of a page and waits for its end. */
  function typed(line: string, timeoutMs = 10 * MINUTE_MS): Promise<CommandResult> {
    const { program, args, env } = partsOf(line);
    return runCommand(program, args, { cwd: clone, env: { ...plain, ...env }, timeoutMs });
  }

  /** Types a line of a page that stays, and waits until it says what it says when it is up. */
  async function stays(line: string, saying: string): Promise<ManagedProcess> {
    const { program, args, env } = partsOf(line);
    const logFile = join(parent, `${running.length}.log`);
    const spec = { name: line, command: program, args, cwd: clone, env: { ...plain, ...env }, logFile };
    const process = await startProcess(spec);
    running.push(process);
    await waitUntil(() => process.log().includes(saying), {
      what: `"${saying}" of ${line}`,
      timeoutMs: 10 * MINUTE_MS,
      everyMs: 500,
      hopeless: () => (process.exit === undefined ? undefined : new Error(process.lastLines())),
    });
    return process;
  }

  /** `npm run down`, which ends what `npm start` runs, and that in order. */
  async function ends(process: ManagedProcess): Promise<void> {
    expect(await typed('npm run down')).toMatchObject({ code: 0 });
    await process.exited;
  }

  it('given a fresh clone, when npm start and npm run airflow are typed, then a decision, an own csv and a schedule work', async () => {
    const start = await stays('npm start', UP);
    expect(start.log()).toMatch(/^SIMA \(Simulated sample\) {2}(BUY|SELL|HOLD)/m);
    await usualAddressesOrOthers(start.log());
    writeSampleCsv(join(clone, 'btc.csv'), new Date(Date.now() - 24 * 60 * MINUTE_MS));
    const own = await typed(
      'npx trademaster run --symbol BTC --config data.source=csv --config data.path=btc.csv --wait',
    );
    expect([own.code, own.stdout]).toEqual([0, expect.stringMatching(/^BTC {2}(BUY|SELL|HOLD)/m)]);

    const airflow = await stays("TRADEMASTER_AUTOGEN_SCHEDULE='30 6 * * 1-5' npm run airflow", 'Airflow is up');
    const [, url = ''] = /address +(http:\/\/[^/]+)\/dags/.exec(airflow.log()) ?? [];
    const [, user = '', password = ''] = /login +(\S+) \/ (\S+)/.exec(airflow.log()) ?? [];
    const client = await AirflowClient.login(url, user, password);
    const dag = await client.get<{ timetable_summary: string }>('dags/trademaster_autogen_pipeline_workflow');
    expect(dag.timetable_summary).toBe('30 6 * * 1-5');
    await ends(start);
    await airflow.exited;
  });

  it('given a model endpoint of one’s own, when it starts with it, then that one reviews', async () => {
    const endpoint = await ScriptedModelServer.start(reviewScript);
    try {
      const line = 'OPENAI_BASE_URL=http://127.0.0.1:11434/v1 OPENAI_MODEL=llama3.1 npm start';
      const start = await stays(line.replace('http://127.0.0.1:11434/v1', endpoint.url), UP);
      expect(start.log()).toMatch(/SIMULATED · HISTORICAL$/m); // and not RULES
      expect(endpoint.calls.at(-1)?.body.model).toBe('llama3.1');
      await ends(start);
    } finally {
      await endpoint.stop();
    }
  });

  it('given clusters of one’s own, when it starts with their addresses, then only the services are started', async () => {
    const webui = '';
    const line =
      'KAFKA_BROKERS=kafka:9092 DATABASE_URL=postgres://user:password@db/trademaster MLFLOW_TRACKING_URI=http://mlflow:5000 WEBUI_BASE_URL=http://webui:8000 npm start';
    const own = [KAFKA_BROKERS, DATABASE_URL, MLFLOW_TRACKING_URI].map((address) => address ?? 'with-stack gives it');
    const start = await stays(
      line.replaceAll(/(?<==)[^ ]+/g, () => own.shift() ?? webui),
      UP,
    );
    expect(start.log()).toMatch(/^SIMA \(Simulated sample\) {2}(BUY|SELL|HOLD)/m);
    expect(start.log()).toContain(`Kafka     ${KAFKA_BROKERS}`);
    await ends(start);
  });

  it('given the clone, when its documents are written anew, then nothing has changed', async () => {
    for (const line of ['npm run documents', 'npm run requirements'])
      expect(await typed(line)).toMatchObject({ code: 0 });
    const status = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], {
      cwd: clone,
      encoding: 'utf8',
    });
    expect(status).toBe('');
  });

  it("given three files, when TradeMaster's agent is trained and played on them, then its seeds and their spread are shown", async () => {
    const fixtures = join(clone, 'libs/engine/src/trademaster/fixtures');
    for (const [name, file] of Object.entries({ TEST: 'test', TRAIN: 'train', VALID: 'valid' }))
      cpSync(join(fixtures, `SIMA_${file}.csv`), join(clone, `${name}.csv`));
    const { code, stdout } = await typed(
      'npx trademaster backtest --profile trademaster --data TEST.csv --train TRAIN.csv --validation VALID.csv',
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(/seed/)]);
  });

  it.each([
    ['npm run bench -- review', /"bench":"review"/],
    ['npm run bench -- engine', /"bench":"engine"/],
    ['npm run bench -- webui', /"figure":"first_load_kb_gzip"/],
    ['npm run picture', /page\.png is the page as it is now/],
    ['npm run honesty', /all as expected/],
    ['npm run chaos', /"lost":0/],
  ])('given the clone, when "%s" is typed, then it says its figures', async (line, figures) => {
    const shorter = line === 'npm run chaos' ? `${line} -- --runs 10 --minutes 0.5` : line;
    const { code, stdout, stderr } = await typed(shorter);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringMatching(figures), stderr });
  });
});

/** MLflow and the WebUI answer at the usual addresses, or, where another program has the port, at the printed ones. */
async function usualAddressesOrOthers(log: string): Promise<void> {
  for (const [name, usual, path] of [
    ['MLflow', 'http://127.0.0.1:5000', '/health'],
    ['WebUI', 'http://127.0.0.1:8080', '/health'],
  ] as const) {
    const [, printed = ''] = new RegExp(`^ {2}${name} +(http://[^/\\s]+)`, 'm').exec(log) ?? [];
    expect([name, (await fetch(printed + path)).status]).toEqual([name, 200]);
    if (printed !== usual) expect(log).not.toContain(usual);
  }
}

/** Variables, program and words of a line, as a shell sees them. */
function partsOf(line: string): { env: Record<string, string>; program: string; args: string[] } {
  const words = [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const env = words.slice(0, first).map((word): [string, string] => {
    const [name = '', ...value] = word.split('=');
    return [name, value.join('=')];
  });
  return { env: Object.fromEntries(env), program: words[first] ?? '', args: words.slice(first + 1) };
}
