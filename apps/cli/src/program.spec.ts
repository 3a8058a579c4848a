import { requestIdOf, PIPELINE_DAG_ID } from '@trademaster/contracts';
import { exampleEvent } from '@trademaster/testkit';
import { CliConfig } from './cli.config';
import { CLI_SOURCE, requestOf } from './commands/run.command';
import { exitCodeOf, outcomeOfRequest, outcomeOfRun } from './outcome';
import { runProgram } from './program';

function screen() {
  const shown = { out: '', err: '' };
  const write = { out: (text: string) => void (shown.out += text), err: (text: string) => void (shown.err += text) };
  return { shown, write };
}

const NOWHERE = new CliConfig({});

describe('the command line', () => {
  it.each([
    [['run', '--symbol', 'BTC', '--mode', 'backtest'], 'mode must be one of both, train_backtest, inference'],
    [['run', '--symbol', 'b€'], 'symbol must be'],
    [['run', '--config', 'training.epochs=0'], 'config.training.epochs'],
    [['run', '--as-of', 'yesterday'], 'as_of'],
    [['run', '--colour', 'red'], 'unknown option'],
    [['symbols', 'add'], 'missing required argument'],
    [['symbols', 'add', 'BTC', '--priority', 'high'], 'a whole number is needed'],
    [['retry', 'not-a-run'], 'run_id'],
    [['explain', 'not-a-run'], 'run_id'],
    [['promote', 'not-a-run', '--why', 'because'], 'run_id'],
    [['promote', 'a'.repeat(32)], '--why'],
    [['rollback', 'SIMA'], '--why'],
    [['verify', 'not-a-run'], 'run_id'],
    [['replay'], 'give one of --run ID, --request ID, --topic T and --all'],
    [['replay', '--run', 'x'], '--run must be 32 hex digits'],
    [['replay', '--topic', 'orders'], '--topic must be one of trademaster.'],
    [['replay', '--run', '0'.repeat(32), '--from', '17'], 'offsets count within a topic'],
    [['replay', '--run', '0'.repeat(32), '--stage', 'cook'], '--stage must be one of'],
    [['dlt', 'redrive'], 'give ids, a filter, or --all'],
    [['frobnicate'], 'unknown command'],
  ])('given the bad call %j, when run, then it exits with 2 and says %s', async (args, reason) => {
    const { shown, write } = screen();
    expect(await runProgram(args, NOWHERE, write)).toBe(2);
    expect(shown.err).toContain(reason);
    expect(shown.out).toBe('');
  });

  it('given no address of Kafka, when run, then it exits with 1 and names the variable and npm start', async () => {
    const { shown, write } = screen();
    expect(await runProgram(['run', '--symbol', 'BTC', '--json'], NOWHERE, write)).toBe(1);
    expect(shown.err).toMatch(/KAFKA_BROKERS is not set.*npm start/);
    expect(shown.out).toBe('');
  });

  it('given a request id, when asked twice, then it is the same request; without one it is another each time', () => {
    const now = new Date('2026-11-23T06:00:00Z');
    const options = { symbol: 'btc', config: [], requestId: 'monday' };
    expect(requestOf(options, '/', now)).toEqual(requestOf(options, '/', now));
    expect(requestOf(options, '/', now)).toMatchObject({
      id: 'monday',
      key: requestIdOf(CLI_SOURCE, PIPELINE_DAG_ID, 'monday'),
      time: '2026-11-23T06:00:00.000Z',
      data: { symbol: 'BTC', dag_id: PIPELINE_DAG_ID },
    });
    const { requestId: _, ...withoutId } = options;
    expect(requestOf(withoutId, '/', now).key).not.toBe(requestOf(withoutId, '/', now).key);
  });

  it('given an end, when printed as JSON, then it has the fields of the contract and exits 0 only without a failure', () => {
    const completed = exampleEvent('request.completed').data;
    const outcome = outcomeOfRequest(completed);
    expect(Object.keys(outcome)).toEqual(['request_id', 'status', 'runs']);
    expect(Object.keys(outcome.runs[0] ?? {})).toEqual([
      'run_id',
      'experiment_id',
      'symbol',
      'status',
      'signal',
      'decision_sha256',
    ]);
    expect(exitCodeOf(outcome)).toBe(0);
    expect(exitCodeOf(outcomeOfRequest({ ...completed, status: 'failed' }))).toBe(1);
    const persisted = exampleEvent('run.persisted').data;
    expect(exitCodeOf(outcomeOfRun({ ...persisted, run: { ...persisted.run, status: 'FAILED' } }))).toBe(1);
  });

  it('given an address in the environment and another from npm start, when asked, then the environment’s is used', () => {
    const running = { WEBUI_BASE_URL: 'http://127.0.0.1:8080', MLFLOW_TRACKING_URI: 'http://127.0.0.1:5000' };
    const config = new CliConfig({ WEBUI_BASE_URL: 'http://webui.example' }, running);
    expect(config.find('WEBUI_BASE_URL')).toBe('http://webui.example');
    expect(config.find('MLFLOW_TRACKING_URI')).toBe('http://127.0.0.1:5000');
  });
});
