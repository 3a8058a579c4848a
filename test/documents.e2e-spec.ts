import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PipelineEvent, type RunEnd, type RunPersisted, STAGES } from '@trademaster/contracts';
import { reviewScript, ScriptedModelServer } from '@trademaster/testkit';
import { dashboardQueries, faultsOf, seriesIn } from '../documents/dashboard';
import { composeFile, interpolated } from '../stack/container/compose-file';
import { type ServiceName, SERVICES } from '../stack/services/service-names';
import { type CliResult, PipelineUnderTest } from './support/pipeline-under-test';
import { writeSampleCsv } from './support/sample-csv';
import { SMALL_CONFIG } from './support/sample-request';

const ROOT = join(__dirname, '..');
const DAY_MS = 86_400_000;
const CLI = /^(?:npx trademaster|docker compose run --rm cli) /;

/** Commands and addresses of README.md and docs/, typed and opened as they stand there: documents/proofs.ts. */
describe('what README and docs tell people to type and to open', () => {
  let endpoint: ScriptedModelServer;
  let pipeline: PipelineUnderTest;
  /** Where the reader is. */
  let folder: string;
  /** What the reader puts in place of RUN, REQUEST, TEXT and so on. */
  const known: Record<string, string> = {};

  beforeAll(async () => {
    endpoint = await ScriptedModelServer.start(reviewScript);
    const prices = { REVIEW_PROMPT_USD_PER_MTOK: '2.5', REVIEW_COMPLETION_USD_PER_MTOK: '10' };
    const reviewer = { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'sk-test-not-a-secret', ...prices };
    pipeline = await PipelineUnderTest.start({ envOf: { reviewer } });
    folder = pipeline.scratchFile('a folder');
    mkdirSync(folder);
    writeSampleCsv(join(folder, 'btc.csv'), new Date(Date.now() - DAY_MS));
    // The training is made small where it changes no word of what is typed: in the symbol's link.
    await pipeline.webui.assign({ symbol: 'BTC', config: { training: SMALL_CONFIG.training } });
  });
  afterAll(async () => {
    for (const symbol of ['BTC', 'ETH']) await pipeline?.webui.unassign(symbol); // the next file's requests are its own
    await pipeline?.stop();
    await endpoint?.stop();
  });

  /** Types a line of a page as it stands there, with what the reader knows in place of its capitals. */
  function type(line: string): Promise<CliResult> {
    const filled = line.replaceAll(/\b[A-Z]+\b/g, (name) => known[name] ?? name);
    if (CLI.test(filled)) return pipeline.cli(wordsOf(filled.replace(CLI, '')), folder);
    const [program = '', ...args] = wordsOf(filled);
    return new Promise((resolve) => {
      execFile(program, args, { cwd: ROOT, timeout: 120_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  }

  it('given a csv of one’s own, when a decision on it is asked for, then the card shows it, and its addresses lead to it', async () => {
    const { exitCode, stdout } = await type(
      'npx trademaster run --symbol BTC --config data.source=csv --config data.path=btc.csv --wait',
    );
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^BTC {2}(BUY|SELL|HOLD)/m)]);
    const [, mlflow = '', experiment, run = ''] =
      /MLflow +(http\S+)\/#\/experiments\/(\d+)\/runs\/(\w+)/.exec(stdout) ?? [];
    expect(await pipeline.mlflow.run(run)).toMatchObject({ status: 'FINISHED', experimentId: experiment });
    expect((await fetch(mlflow)).status).toBe(200);
    const [, webui = ''] = /WebUI +(http\S+)/.exec(stdout) ?? [];
    expect(await (await fetch(webui)).json()).toMatchObject({ total: 3 });
    known.RUN = run;
    known.REQUEST = (pipeline.events.ofRun(run)[0]?.data as { request_id: string }).request_id;
  });

  it('given the container of the command line, when the same is asked for after the file changed, then a decision comes with a warning', async () => {
    const csv = join(folder, 'btc.csv');
    const [header = '', first = '', ...rest] = readFileSync(csv, 'utf8').split('\n');
    writeFileSync(csv, [header, first.replace(/,1000$/, ',999'), ...rest].join('\n'));
    const { cli, 'symbol-resolver': resolver } = composeFile().services;
    expect(cli?.entrypoint).toEqual(['node', 'dist/apps/cli/src/main.js']);
    expect(resolver?.volumes?.some((volume) => /:\/bars(:|$)/.test(volume))).toBe(true);
    const line =
      'docker compose run --rm cli run --symbol BTC --config data.source=csv --config data.path=/bars/btc.csv --wait';
    const { exitCode, stdout } = await type(line.replace('/bars/', ''));
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^BTC {2}(BUY|SELL|HOLD)/m)]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /warning the source has changed its past: 1 bar of \d{4}-\d\d-\d\d, no price/,
    );
  });

  it.each([
    ['npx trademaster --help', /^ {2}doctor /m],
    ['npx trademaster explain RUN', /^decision +(BUY|SELL|HOLD)/m],
    ['npx trademaster verify RUN', /decision/],
    ['npx trademaster status REQUEST', /BTC/],
    ['npx trademaster doctor', /^ok +kafka/m],
    ['npx trademaster topics apply', /topics/],
    ['npx trademaster topics diff', /^the topics are as declared$/m],
    ['npx trademaster replay --run RUN', /would|nothing/],
    ['npx trademaster replay --all --commit --why "drill"', /published/],
    ['npx trademaster audit list', /drill/],
    ['npm run demo:review', /decision {2}BUY at 35/],
    ['npm run sbom', /"bomFormat": "CycloneDX"/],
  ])('given a finished run, when "%s" is typed, then it does what it says', async (line, said) => {
    const { exitCode, stdout, stderr } = await type(line);
    expect([exitCode, stderr, stdout]).toEqual([0, expect.anything(), expect.stringMatching(said)]);
  });

  it('given a symbol of one’s own, when it is added, then it is among those that a request without a symbol runs', async () => {
    writeSampleCsv(join(folder, 'eth.csv'));
    const line = 'npx trademaster symbols add ETH --config data.source=csv --config data.path=eth.csv';
    expect(await type(line)).toMatchObject({ exitCode: 0 });
    const { stdout } = await pipeline.cli(['symbols', 'list', '--json']);
    expect(stdout).toContain(JSON.stringify(join(folder, 'eth.csv')));
  });

  it('given a doctor for scripts, when asked with --json, then each finding has a name, what was found, and a fix if it is bad', async () => {
    const { exitCode, stdout } = await type('npx trademaster doctor --json');
    const { ok, findings } = JSON.parse(stdout) as {
      ok: boolean;
      findings: { name: string; ok: boolean; fix?: string }[];
    };
    expect([exitCode, ok]).toEqual([0, true]);
    const names = findings.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['node', 'python', 'java', 'disk', 'port: kafka', 'kafka', 'mlflow']));
  });

  it('given facts and a text, when the claims of the text are asked for, then each number has its status', async () => {
    writeFileSync(join(folder, 'FACTS'), '{"total_return": 0.063}');
    writeFileSync(join(folder, 'TEXT'), 'The total return was 6.3 %.');
    const line = 'npx trademaster claims --facts FILE --text FILE --json';
    const { exitCode, stdout } = await type(line.replace('FILE', 'FACTS').replace('FILE', 'TEXT'));
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, [expect.objectContaining({ status: 'supported' })]]);
  });

  /** A run that fails because its file is not there, and the file then. */
  async function mended(symbol: string): Promise<string> {
    const path = join(folder, `${symbol}.csv`);
    const config = { ...SMALL_CONFIG, data: { source: 'csv', path } };
    const { runs } = await pipeline.run({ symbol, mode: 'train_backtest', config });
    expect(runs[0]).toMatchObject({ status: 'FAILED', failure: { code: 'data_not_found' } });
    writeSampleCsv(path);
    return runs[0]!.run_id;
  }

  /** How the known run's retry ended; its first end, and what was replayed before, may be told meanwhile. */
  async function retriedEnd(): Promise<RunEnd> {
    const isMeant = ({ type: of, key, attempt }: PipelineEvent) =>
      of === 'run.persisted' && key === known.RUN && attempt === 1;
    return (await pipeline.events.next<RunPersisted>('the end of the run’s retry', isMeant)).data.run;
  }

  it('given a failed run, when its cause is mended and it is retried, then it ends well', async () => {
    known.RUN = await mended('DOCA');
    expect(await type('npx trademaster retry RUN')).toMatchObject({ exitCode: 0 });
    expect(await retriedEnd()).toMatchObject({ status: 'FINISHED', attempt: 1 });
  });

  it('given dead letters, when they are listed, looked at and given back, then the run ends well', async () => {
    known.RUN = await mended('DOCB');
    const listed = await type('npx trademaster dlt list --run RUN');
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('data_not_found')]);
    expect(await type('npx trademaster dlt redrive --run RUN')).toMatchObject({ exitCode: 0 });
    const line = 'npx trademaster dlt redrive --run RUN --commit --why "after the fix"';
    expect(await type(line)).toMatchObject({ exitCode: 0 });
    expect(await retriedEnd()).toMatchObject({ status: 'FINISHED', attempt: 1 });
  });

  it('given "cp .env.example .env" filled in as it says, when compose reads it, then every variable has its value', () => {
    cpSync(join(ROOT, '.env.example'), join(folder, '.env'));
    const filled = readFileSync(join(folder, '.env'), 'utf8').replaceAll(
      /^((?:\w+_)?(?:PASSWORD|TOKEN|SECRET))=$/gm,
      '$1=s3cret',
    );
    const env = Object.fromEntries([...filled.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
    const written = JSON.stringify(composeFile());
    expect(written).toContain('${POSTGRES_PASSWORD');
    expect(interpolated(written, env)).not.toMatch(/\$\{/);
    rmSync(join(folder, '.env'));
  });

  it.each(
    SERVICES.flatMap((name) => ['/health/live', '/health/ready', '/metrics'].map((path) => [name, path] as const)),
  )('given %s, when %s is opened, then it answers', async (name, path) => {
    expect((await fetch(pipeline.services.urlOf(name) + path)).status).toBe(200);
  });

  const calls: [string, number, (id: number) => [string, string, object?]][] = [
    ['/docs', 200, () => ['GET', '/docs']],
    ['GET /health', 200, () => ['GET', '/health']],
    ['GET /api/workflow-symbols/?enabled_only=', 200, () => ['GET', '/api/workflow-symbols/?enabled_only=true']],
    [
      'POST /api/workflow-symbols/',
      201,
      () => ['POST', '/api/workflow-symbols/', { symbol: 'DOCC', workflows: [{ dag_id: 'theirs' }] }],
    ],
    ['DELETE /api/workflow-symbols/:symbol', 204, () => ['DELETE', '/api/workflow-symbols/DOCC']],
    ['POST /api/artifacts/', 200, () => ['POST', '/api/artifacts/', { name: 'a note', type: 'llm', symbol: 'DOCC' }]],
    [
      'GET /api/artifacts/?type&symbol&execution_id&run_id&step_name&limit&offset&group_by',
      200,
      () => ['GET', '/api/artifacts/?type=chart&symbol=BTC&limit=1&offset=0'],
    ],
    ['GET /api/artifacts/:id/market-data?limit=', 200, (id) => ['GET', `/api/artifacts/${id}/market-data?limit=3`]],
    ['GET /api/artifacts/:id/image?format=image|html', 404, (id) => ['GET', `/api/artifacts/${id}/image?format=image`]],
    ['GET /api/artifacts/:id/download', 200, (id) => ['GET', `/api/artifacts/${id}/download`]],
    ['GET /api/artifacts/stats/summary', 200, () => ['GET', '/api/artifacts/stats/summary']],
    ['DELETE /api/artifacts/:id', 200, (id) => ['DELETE', `/api/artifacts/${id}`]],
  ];
  it.each(calls)('given the WebUI, when asked "%s", then it answers %d', async (_, status, call) => {
    const base = pipeline.services.urlOf('webui');
    const charts = await fetch(`${base}/api/artifacts/?type=chart&symbol=BTC&limit=1`);
    const { artifacts } = (await charts.json()) as { artifacts: { id: number }[] };
    const [method, path, body] = call(artifacts[0]!.id);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(base + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    expect(answer.status).toBe(status);
  });

  it('given all that has happened, when the dashboard’s queries meet the services’ own /metrics, then none asks for what is not there', async () => {
    const scraped = await Promise.all(
      STAGES.map(async (name: ServiceName) => (await fetch(`${pipeline.services.urlOf(name)}/metrics`)).text()),
    );
    const series = seriesIn(...scraped);
    const faults = dashboardQueries().flatMap((query) =>
      faultsOf(query, series).map((fault) => `${query.title}: ${fault}`),
    );
    expect(faults).toEqual([]);
    const text = scraped.join('\n');
    expect(text).toMatch(
      /trademaster_failures_total\{stage="symbol-resolver",code="data_not_found",service="persister"\} 2/,
    );
    expect(text).toMatch(/trademaster_review_cost_usd_total\{model="[\w.-]+",service="reviewer"\} 0\.\d+/);
  });
});

/** Words as a shell sees them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
