import { type ScriptedReply, ScriptedModelServer } from '@trademaster/testkit';
import {
  expectSameBytes,
  golden,
  NEVER,
  registryFor,
  repliesInState,
  repliesOf,
  requestsOf,
  resultOf,
  TASK,
  withStableIds,
} from '../test/golden';
import { loadAgent, loadTeam } from './load-component';
import type { Observer } from './messages';

const TEAMS = ['rr_terminate', 'rr_max_messages', 'rr_max_turns', 'rr_stream_agents'];
const AGENTS = ['tools', 'tools_reflect', 'tools_parallel'];
const SECOND_TASK = 'Second pass: the stop moved.';

describe('goldens of AutoGen', () => {
  let server: ScriptedModelServer;
  afterEach(async () => {
    await server.stop();
    server.verify();
  });

  const requests = () => server.calls.map(({ body }) => body);

  async function team(name: string, replies: ScriptedReply[]) {
    server = await ScriptedModelServer.start(replies);
    return loadTeam(golden(`${name}/team_component.json`), registryFor(server));
  }

  it.each(TEAMS)('given the component of %s, when the team runs, then all is the same bytes', async (name) => {
    const chat = await team(name, repliesOf(resultOf(name)));
    const result = await chat.run(TASK, { signal: NEVER });
    expectSameBytes(requests(), requestsOf(name));
    expectSameBytes(withStableIds(result), resultOf(name));
    expectSameBytes(withStableIds(chat.saveState()), golden(`${name}/team_state.json`));
  });

  it('given a team that has ended, when it runs again (rr_resume), then it goes on with the next speaker', async () => {
    const [first, second] = [resultOf('rr_terminate'), resultOf('rr_resume')];
    const chat = await team('rr_terminate', [...repliesOf(first), ...repliesOf(second)]);
    await chat.run(TASK, { signal: NEVER });
    expectSameBytes(withStableIds(chat.saveState()), golden('rr_resume/state_before.json'));
    const result = await chat.run(SECOND_TASK, { signal: NEVER });
    expectSameBytes(requests().slice(4), requestsOf('rr_resume'));
    expectSameBytes(withStableIds(result), second);
    expectSameBytes(withStableIds(chat.saveState()), golden('rr_resume/state_after.json'));
  });

  it("given AutoGen's saved state, when another team takes it over, then it goes on as the first would", async () => {
    const second = resultOf('rr_resume');
    const chat = await team('rr_terminate', repliesOf(second));
    chat.loadState(golden('rr_resume/state_before.json'));
    expectSameBytes(chat.saveState(), golden('rr_resume/state_before.json'));
    const result = await chat.run(SECOND_TASK, { signal: NEVER });
    expectSameBytes(requests(), requestsOf('rr_resume'));
    expectSameBytes(withStableIds(result), second);
    expectSameBytes(withStableIds(chat.saveState()), golden('rr_resume/state_after.json'));
  });

  it('given a streaming team, when observed (run_stream), then messages and pieces come in the same order', async () => {
    const expected = golden<object[]>('run_stream/events.json');
    const replies = repliesOf(resultOf('rr_stream_agents'));
    const chat = await team('rr_stream_agents', replies);
    const seen: object[] = [];
    const observer: Observer = (item) => seen.push(typeFirst(item));
    const result = await chat.run(TASK, { signal: NEVER, observer });
    expectSameBytes(withStableIds([...seen, { type: 'TaskResult', ...result }]), expected);
  });

  it('given a streaming team, when read as a stream (run_stream), then it is the same bytes', async () => {
    const chat = await team('rr_stream_agents', repliesOf(resultOf('rr_stream_agents')));
    const read: object[] = [];
    for await (const item of chat.runStream(TASK, NEVER)) {
      read.push('type' in item ? typeFirst(item) : { type: 'TaskResult', ...item });
    }
    expectSameBytes(withStableIds(read), golden('run_stream/events.json'));
  });

  it.each(AGENTS)('given the component of %s, when the agent runs, then all is the same bytes', async (name) => {
    server = await ScriptedModelServer.start(repliesInState(name));
    const agent = loadAgent(golden(`${name}/agent_component.json`), registryFor(server));
    const result = await agent.run('Indicators for BTCUSDT?', { signal: NEVER });
    expectSameBytes(requests(), requestsOf(name));
    expectSameBytes(withStableIds(result), resultOf(name));
    expectSameBytes(agent.saveState(), golden(`${name}/agent_state.json`));
    agent.loadState(golden(`${name}/agent_state.json`));
    expectSameBytes(agent.saveState(), golden(`${name}/agent_state.json`));
  });
});

/** The recorder of the stream put the type first. */
function typeFirst({ type, ...rest }: { type: string }): object {
  return { type, ...rest };
}
