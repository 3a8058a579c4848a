import { runToolCall } from './run-tool-call';
import type { Tool } from './tool';

const NEVER = new AbortController().signal;

/** Says what it was given. */
const getBacktest: Tool = {
  schema: {
    name: 'get_backtest',
    description: 'Metrics of the backtest.',
    parameters: {
      type: 'object',
      properties: {
        metric: { type: 'string', enum: ['sharpe', 'drawdown'] },
        last: { type: 'integer', default: 30 },
        net: { type: 'boolean' },
      },
      required: ['metric'],
      additionalProperties: false,
    },
  },
  run: (args) => JSON.stringify(args),
};

const call = (json: string, name = 'get_backtest', tools: Tool[] = [getBacktest], signal = NEVER) =>
  runToolCall(tools, { id: 'call_1', arguments: json, name }, signal);

describe('a call of a tool', () => {
  it('given arguments that satisfy the schema, when called, then the tool gets them with the defaults', async () => {
    await expect(call('{"metric":"sharpe","net":true}')).resolves.toEqual({
      content: '{"last":30,"metric":"sharpe","net":true}',
      name: 'get_backtest',
      call_id: 'call_1',
      is_error: false,
    });
  });

  it.each([
    ['{}', 'Error: metric is missing'],
    ['null', 'Error: metric is missing'],
    ['{"metric":7}', 'Error: metric must be of type string'],
    ['{"metric":"sharpe","last":1.5}', 'Error: last must be of type integer'],
    ['{"metric":"luck"}', 'Error: metric must be one of ["sharpe","drawdown"]'],
    ['{"metric":"sharpe","path":"/etc"}', 'Error: path is not an argument of this tool'],
    ['{"metric":"sharpe","__proto__":{"net":1}}', 'Error: __proto__ is not an argument of this tool'],
    ['{"last":"x","net":0}', 'Error: metric is missing; last must be of type integer; net must be of type boolean'],
    ['["sharpe"]', 'Error: the arguments are no JSON object'],
    // json.loads of Python 3.11
    ['{"metric":', 'Error: Expecting value: line 1 column 11 (char 10)'],
  ])('given %s, when called, then the tool is not run and the model is told why', async (json, content) => {
    await expect(call(json)).resolves.toMatchObject({ content, is_error: true, call_id: 'call_1' });
  });

  it.each(['get_secrets', 'constructor', ''])('given no tool named %j, when called, then it says so', async (name) => {
    const content = `Error: tool '${name}' not found in any workbench`;
    await expect(call('{}', name)).resolves.toMatchObject({ content, name, is_error: true });
  });

  it('given a tool that fails, when called, then its words are the result', async () => {
    const failing: Tool = { ...getBacktest, run: () => Promise.reject(new Error('no backtest in this run')) };
    const result = call('{"metric":"sharpe"}', 'get_backtest', [failing]);
    await expect(result).resolves.toMatchObject({ content: 'no backtest in this run', is_error: true });
  });

  it('given a cancel while the tool runs, when it fails, then the cancel goes on instead of a result', async () => {
    const cancel = new AbortController();
    const cancelled: Tool = {
      ...getBacktest,
      run: (_, signal) => {
        cancel.abort(new Error('drained'));
        return Promise.reject(signal.reason as Error);
      },
    };
    await expect(call('{"metric":"sharpe"}', 'get_backtest', [cancelled], cancel.signal)).rejects.toThrow('drained');
  });
});
