/** A test, and what of README.md and docs/*.md it executes. */
export interface Proof {
  test: string;
  /** In the page's words, which the test has, too. */
  shows: string[];
}

/** What a test does in other words than the page's. */
export interface ProofInOtherWords {
  test: string;
  shows: string;
  /** The test's words. */
  by: string;
}

/** Typed or opened as they stand in the page. */
export const PROOFS: Proof[] = [
  {
    test: 'test/documents.e2e-spec.ts',
    shows: [
      'npx trademaster run --symbol BTC --config data.source=csv --config data.path=btc.csv --wait',
      'docker compose run --rm cli run --symbol BTC --config data.source=csv --config data.path=/bars/btc.csv --wait',
      'npx trademaster symbols add ETH --config data.source=csv --config data.path=eth.csv',
      'npx trademaster --help',
      'npx trademaster explain RUN',
      'npx trademaster verify RUN',
      'npx trademaster status REQUEST',
      'npx trademaster doctor',
      'npx trademaster topics diff',
      'npx trademaster topics apply',
      'npx trademaster replay --run RUN',
      'npx trademaster replay --all --commit --why "drill"',
      'npx trademaster dlt list --run RUN',
      'npx trademaster dlt redrive --run RUN',
      'npx trademaster dlt redrive --run RUN --commit --why "after the fix"',
      'npx trademaster retry RUN',
      'npx trademaster audit list',
      'npx trademaster claims --facts FILE --text FILE --json',
      'npm run demo:review',
      'npm run sbom',
      'cp .env.example .env',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/docs',
      'GET /health',
      'GET /api/workflow-symbols/?enabled_only=',
      'POST /api/workflow-symbols/',
      'DELETE /api/workflow-symbols/:symbol',
      'POST /api/artifacts/',
      'GET /api/artifacts/?type&symbol&execution_id&run_id&step_name&limit&offset&group_by',
      'DELETE /api/artifacts/:id',
      'GET /api/artifacts/:id/market-data?limit=',
      'GET /api/artifacts/:id/image?format=image|html',
      'GET /api/artifacts/:id/download',
      'GET /api/artifacts/stats/summary',
    ],
  },
  {
    test: 'test/stranger.full-spec.ts',
    shows: [
      'npm start',
      'npm run airflow',
      "TRADEMASTER_AUTOGEN_SCHEDULE='30 6 * * 1-5' npm run airflow",
      'OPENAI_BASE_URL=http://127.0.0.1:11434/v1 OPENAI_MODEL=llama3.1 npm start',
      'KAFKA_BROKERS=kafka:9092 DATABASE_URL=postgres://user:password@db/trademaster MLFLOW_TRACKING_URI=http://mlflow:5000 WEBUI_BASE_URL=http://webui:8000 npm start',
      'npm run documents',
      'npm run requirements',
      'npm run honesty',
      'npm run chaos',
      'npm run bench -- review',
      'npm run bench -- engine',
      'npm run bench -- webui',
      'npm run picture',
      'npx trademaster backtest --profile trademaster --data TEST.csv --train TRAIN.csv --validation VALID.csv',
      'http://127.0.0.1:5000',
      'http://127.0.0.1:8080',
      'http://127.0.0.1:11434/v1',
      'http://mlflow:5000',
      'http://webui:8000',
    ],
  },
  { test: 'airflow/tests/test_dags_test.py', shows: ['airflow dags test'] },
  { test: 'Dockerfile', shows: ['npm ci --ignore-scripts', 'npm run build'] },
];

/** Walked, started or asked in another form, because the page's is a name, a placeholder, or needs Docker. */
export const IN_OTHER_WORDS: ProofInOtherWords[] = [
  {
    shows: 'npm test',
    test: 'stack/run-tests.ts',
    by: "const ok = what === 'full' ? await run.full() : await run.all();",
  },
  { shows: 'npm run test:full', test: 'stack/run-tests.ts', by: "what === 'full'" },
  { shows: 'npm run test:airflow', test: 'stack/run-tests.ts', by: "'test:airflow'" },
  {
    shows: 'node dist/apps/<name>/src/main.js',
    test: 'stack/services/services.ts',
    by: "'dist', 'apps', name, 'src', 'main.js'",
  },
  {
    shows: 'OPENAI_API_KEY=… OPENAI_MODEL=gpt-4o-mini npm start',
    test: 'apps/reviewer/src/reviewer.config.spec.ts',
    by: 'given a key alone, when read, then the model is gpt-4o-mini',
  },
  ...[
    'OPENAI_BASE_URL=https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT OPENAI_API_VERSION=2024-10-21 OPENAI_API_KEY=… npm start',
    'https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT',
  ].map((shows) => ({
    shows,
    test: 'libs/agentchat/src/openai-model-client.spec.ts',
    by: "baseUrl: server.azureUrl, apiVersion: '2024-10-21'",
  })),
  {
    shows: 'npx trademaster backtest --profile trademaster',
    test: 'apps/cli/src/commands/backtest.command.spec.ts',
    by: "profile: 'trademaster'",
  },
  {
    shows: 'docker compose up --build --wait',
    test: 'stack/container/docker-file.full-spec.ts',
    by: 'walkDockerfile(',
  },
  {
    shows: 'docker compose down --volumes',
    test: 'stack/container/compose-file.spec.ts',
    by: 'when data is kept, then in named ones',
  },
  ...['--add --allow-principal', 'kafka-acls.sh --bootstrap-server … --command-config …'].map((shows) => ({
    shows,
    test: 'test/clusters/secured-clusters.full-spec.ts',
    by: 'then each rule of each service was needed',
  })),
  ...['http://127.0.0.1:5000/#/experiments/1/runs/RUN', 'http://127.0.0.1:8080/api/artifacts/?run_id=RUN'].map(
    (shows) => ({
      shows,
      test: 'test/documents.e2e-spec.ts',
      by: 'then the card shows it, and its addresses lead to it',
    }),
  ),
  {
    shows: '/api',
    test: 'stack/container/docker-file.full-spec.ts',
    by: '/api/workflow-symbols/`);\n    expect(asked.status).toBe(401)',
  },
  { shows: '/health', test: 'test/documents.e2e-spec.ts', by: "['GET', '/health']" },
  {
    shows: 'http://webui:8080',
    test: 'stack/container/compose-file.spec.ts',
    by: 'then they are there and listen on that port',
  },
];
