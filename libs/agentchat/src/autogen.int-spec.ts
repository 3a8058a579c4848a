import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type ScriptedReply, ScriptedModelServer } from '@trademaster/testkit';
import { golden, NEVER, registryFor, repliesInState, repliesOf, resultOf, TASK } from '../test/golden';
import { loadAgent, loadTeam } from './load-component';
import type { TaskResult, TranscriptItem } from './messages';

type Result = TaskResult<TranscriptItem>;

function readInAutogen(results: Record<string, Result>): Record<string, Result> {
  const { STACK_PYTHON: python = 'python3', STACK_AUTOGEN: folder = '' } = process.env;
  const script = join(__dirname, '..', 'test', 'read_task_results.py');
  const ended = spawnSync(python, [script, folder], { input: JSON.stringify(results), encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${python} ended with ${ended.status}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Record<string, Result>;
}

async function against<T>(replies: ScriptedReply[], run: (server: ScriptedModelServer) => Promise<T>): Promise<T> {
  const server = await ScriptedModelServer.start(replies);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

/** One of every kind of message: a team's words, calls of tools, their results, summaries and a reflection. */
const transcripts: Record<string, () => Promise<Result>> = {
  rr_max_turns: () =>
    against(repliesOf(resultOf('rr_max_turns')), (server) =>
      loadTeam(golden('rr_max_turns/team_component.json'), registryFor(server)).run(TASK, { signal: NEVER }),
    ),
  ...Object.fromEntries(
    ['tools', 'tools_reflect', 'tools_parallel'].map((name) => [
      name,
      () =>
        against(repliesInState(name), (server) =>
          loadAgent(golden(`${name}/agent_component.json`), registryFor(server)).run('Indicators for BTCUSDT?', {
            signal: NEVER,
          }),
        ),
    ]),
  ),
};

describe('our transcripts in AutoGen (STACK_PYTHON, STACK_AUTOGEN)', () => {
  it('given a result of each kind, when Python reads it as a TaskResult, then it has understood every word', async () => {
    const results: Record<string, Result> = {};
    for (const [name, run] of Object.entries(transcripts)) results[name] = await run();
    expect(new Set(Object.values(results).flatMap(({ messages }) => messages.map(({ type }) => type)))).toEqual(
      new Set([
        'TextMessage',
        'ThoughtEvent',
        'ToolCallRequestEvent',
        'ToolCallExecutionEvent',
        'ToolCallSummaryMessage',
      ]),
    );
    expect(readInAutogen(results)).toEqual(JSON.parse(JSON.stringify(results)));
  });

  it('given a result with a message of no known kind, when Python reads it, then it refuses', () => {
    const broken = { messages: [{ source: 'a', content: 'x', type: 'Nothing' }], stop_reason: null };
    expect(() => readInAutogen({ broken: broken as unknown as Result })).toThrow('ended with 1');
  });
});
