import { Client } from 'pg';
import { eventually, exampleTradingSignal } from '@trademaster/testkit';
import { WebuiDatabase } from '../src/storage/webui-database';
import { WebuiUnderTest } from './webui-under-test';

/** As the persister posts it: every part of its identity is there. */
const signalOf = (run_id: string) => ({
  name: 'TradeMaster AutoGen Signal SIMA',
  type: 'signal',
  symbol: 'SIMA',
  run_id,
  experiment_id: '7',
  execution_id: 'manual__2026-11-23T06:00:00+00:00',
  step_name: 'trademaster_autogen_decision',
  action: 'BUY',
  confidence: 0.49,
  signal_data: exampleTradingSignal(),
});

interface Row {
  id: number;
  metadata: { llm_analysis?: Record<string, unknown> } | null;
  response_length: number;
}
type Listed = { artifacts: Row[]; total: number };

describe('what the existing backend did not do', () => {
  let webui: WebuiUnderTest;
  const post = async (body: unknown) => (await webui.ask('POST', '/api/artifacts/', { body })).body as Row;
  const list = async (query: string) => (await webui.ask('GET', `/api/artifacts/?${query}`)).body as Listed;

  beforeAll(async () => {
    webui = await WebuiUnderTest.start(process.env);
  }, 60_000);

  afterAll(() => webui.stop());

  it('given a signal that is posted ten times at once, then there is one, and everybody gets it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => webui.ask('POST', '/api/artifacts/', { body: signalOf('once') })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => (body as Row).id)).size).toBe(1);
    expect((await list('run_id=once')).total).toBe(1);
  });

  it('given the signals of two runs, when asked for one run or step, then only its own are listed', async () => {
    const mine = await post(signalOf('mine'));
    await post(signalOf('another'));
    const chart = await post({ ...signalOf('mine'), type: 'chart', step_name: 'trademaster_autogen_chart' });
    expect((await list('run_id=mine')).artifacts.map(({ id }) => id)).toEqual([chart.id, mine.id]);
    expect((await list('run_id=mine&step_name=trademaster_autogen_chart')).artifacts.map(({ id }) => id)).toEqual([
      chart.id,
    ]);
  });

  it('given five artifacts, when listed in pages of two, then each is seen once, newest first', async () => {
    const made: number[] = [];
    for (let index = 0; index < 5; index += 1)
      made.unshift((await post({ name: `p${index}`, type: 'llm', symbol: 'PAGED' })).id);
    const pages = await Promise.all([0, 2, 4].map((offset) => list(`symbol=PAGED&limit=2&offset=${offset}`)));
    expect(pages.map(({ total }) => total)).toEqual([2, 2, 1]);
    expect(pages.flatMap(({ artifacts }) => artifacts.map(({ id }) => id))).toEqual(made);
  });

  it("given two runs of one execution, when a chart is shown, then it has its own run's signal beside it", async () => {
    await post({
      ...signalOf('chart-1'),
      signal_data: exampleTradingSignal({ confidence_score: 81, confidence_level: 'HIGH' }),
    });
    const chart = await post({ ...signalOf('chart-1'), type: 'chart', signal_data: null, step_name: 'chart' });
    await post({ ...signalOf('chart-2'), action: 'SELL' });
    const { body } = await webui.ask('GET', `/api/artifacts/${chart.id}`);
    expect((body as Row).metadata?.llm_analysis).toMatchObject({
      action: 'BUY',
      confidence: 'HIGH',
      confidence_score: 81,
      entry_price: 100,
      stop_loss: 95,
      take_profit: 110,
      is_actionable: true,
    });
  });

  it('given half a surrogate pair anywhere in the body, then it is refused by its place and nothing is stored', async () => {
    const rawBody = '{"name":"s","type":"signal","symbol":"HALF","signal_data":{"key_factors":["ok","a\\ud800b"]}}';
    const { status, body } = await webui.ask('POST', '/api/artifacts/', { rawBody });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      detail: [{ type: 'string_unicode', loc: ['body', 'signal_data', 'key_factors', 1] }],
    });
    expect((await list('symbol=HALF')).total).toBe(0);
  });

  it.each(['limit=99999999999999999999', 'offset=-1', 'symbol=a%00b'])(
    'given the query %s, then it is refused',
    async (query) => {
      expect((await webui.ask('GET', `/api/artifacts/?${query}`)).status).toBe(422);
    },
  );

  it.each(['2147483648', '-2147483649'])('given the id %s, which no row can have, then it is not found', async (id) => {
    expect((await webui.ask('GET', `/api/artifacts/${id}`)).status).toBe(404);
  });

  it('given an unknown field, then it is refused by its name', async () => {
    const { status, body } = await webui.ask('POST', '/api/artifacts/', {
      body: { name: 'x', type: 'llm', correlation_id: 'a' },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: [{ type: 'extra_forbidden', loc: ['body', 'correlation_id'], input: 'a' }] });
  });

  it('given an llm artifact whose response is changed, then its length is that of the new one, in characters', async () => {
    const { id } = await post({ name: 'len', type: 'llm', response: 'short' });
    const { body } = await webui.ask('PATCH', `/api/artifacts/${id}`, { body: { response: 'né 😀' } });
    expect((body as Row).response_length).toBe(4);
  });

  it('given an artifact that is changed into another one, then that is refused', async () => {
    await post(signalOf('kept'));
    const { id } = await post(signalOf('moved'));
    const { status } = await webui.ask('PATCH', `/api/artifacts/${id}`, { body: { run_id: 'kept' } });
    expect(status).toBe(409);
  });

  it('given two processes that start at once on an empty database, then both find schema webui', async () => {
    await webui.close(); // a service that looks into its tables meanwhile can be in a deadlock with the DROP
    await webui.query('DROP SCHEMA webui CASCADE');
    const databases = await Promise.all([1, 2].map(() => WebuiDatabase.open(webui.databaseUrl)));
    await Promise.all(databases.map((database) => database.close()));
    await webui.startAgain();
    expect((await webui.ask('GET', '/api/artifacts/')).body).toEqual({ artifacts: [], total: 0 });
  });
});

describe('the page of the API', () => {
  it('given the OpenAPI document, then it has every route and the rules of the bodies', async () => {
    const webui = await WebuiUnderTest.start(process.env);
    try {
      expect(await webui.ask('GET', '/docs')).toMatchObject({ status: 200, body: expect.stringContaining('swagger') });
      const { paths } = (await webui.ask('GET', '/openapi.json')).body as {
        paths: Record<string, Record<string, object>>;
      };
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining(['/api/artifacts', '/api/artifacts/{id}/market-data', '/api/workflow-symbols/{symbol}']),
      );
      expect(JSON.stringify(paths['/api/artifacts']?.['post'])).toContain('"enum":["llm","chart","signal"]');
    } finally {
      await webui.stop();
    }
  }, 60_000);
});

describe('health of the WebUI', () => {
  it('given a PostgreSQL that is gone and comes back, then /health and /health/ready say so each time', async () => {
    const webui = await WebuiUnderTest.start(process.env);
    const server = new Client({ connectionString: process.env.DATABASE_URL });
    await server.connect();
    const name = new URL(webui.databaseUrl).pathname.slice(1);
    try {
      expect((await webui.ask('GET', '/health')).status).toBe(200);
      await eventually('it is ready', async () => (await webui.ask('GET', '/health/ready')).status === 200);
      await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      expect(await webui.ask('GET', '/health')).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
      const unready = await eventually('it is not ready', async () => {
        const answer = await webui.ask('GET', '/health/ready'); // asks its dependencies once a second
        return answer.status === 503 && answer;
      });
      expect(unready.body).toMatchObject({ failing: ['postgres'] });
      expect((await webui.ask('GET', '/health/live')).status).toBe(200);
      await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      expect(await webui.ask('GET', '/health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
    } finally {
      await server.end();
      await webui.stop();
    }
  }, 60_000);
});
