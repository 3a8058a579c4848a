import { ScriptedModelServer } from '@trademaster/testkit';
import { golden, NEVER, registryFor, TASK } from '../test/golden';
import { type ComponentRegistry, loadAgent, loadTeam } from './load-component';
import { externalTermination } from './termination';

interface Component {
  provider: string;
  version: number | null;
  config: Record<string, unknown>;
}

const CONDITIONS = 'autogen_agentchat.conditions';
const condition = (name: string, config: object = {}) => ({ provider: `${CONDITIONS}.${name}`, config });

describe('declarative components of AutoGen', () => {
  let server: ScriptedModelServer;
  beforeEach(async () => (server = await ScriptedModelServer.start(() => 'nothing to add')));
  afterEach(() => server.stop());

  const team = () => golden<Component>('rr_terminate/team_component.json');
  const agent = () => golden<Component>('tools/agent_component.json');
  const spoilt = (component: Component, config: object): Component => ({
    ...component,
    config: { ...component.config, ...config },
  });

  async function stopReason(termination: object, changes: Partial<ComponentRegistry> = {}) {
    const component = spoilt(team(), { termination_condition: termination });
    const chat = loadTeam(component, { ...registryFor(server), ...changes });
    return (await chat.run(TASK, { signal: NEVER })).stop_reason;
  }

  it.each([
    [condition('TextMentionTermination', { text: 'p-1' }), "Text 'p-1' mentioned"],
    [condition('TextMentionTermination', { text: 'p-1', sources: ['Executor'] }), 'Maximum number of turns 8 reached.'],
    [condition('TokenUsageTermination', { max_total_token: null, max_prompt_token: 1 }), /^Token usage limit reached/],
    [condition('TimeoutTermination', { timeout_seconds: 0 }), 'Timeout of 0.0 seconds reached'],
    [condition('ExternalTermination'), 'External termination requested'],
    [
      {
        provider: 'autogen_agentchat.base.AndTerminationCondition',
        config: {
          conditions: [
            condition('MaxMessageTermination', { max_messages: 2 }),
            condition('TextMentionTermination', { text: 'p-1' }),
          ],
        },
      },
      "Text 'p-1' mentioned, Maximum number of messages 2 reached, current message count: 2",
    ],
  ])('given the condition %j, when the team runs, then it ends for that reason', async (termination, reason) => {
    const external = externalTermination();
    external.set();
    expect(await stopReason(termination, { externalTermination: external })).toEqual(
      reason instanceof RegExp ? expect.stringMatching(reason) : reason,
    );
  });

  it('given a tool with source code, when loaded, then only the tool that the process has is used', () => {
    const registry = { ...registryFor(server), tool: () => undefined };
    expect(() => loadAgent(agent(), registry)).toThrow(
      'agent.config.workbench.0.config.tools.0.config.name is no tool that this process has, got "get_indicators"',
    );
  });

  const bench = (config: object) => [{ provider: 'autogen_core.tools.StaticWorkbench', config }];
  it.each([
    [{ handoffs: [{ target: 'B' }] }, 'agent.config.handoffs'],
    [{ memory: [{}] }, 'agent.config.memory'],
    [{ surprise: 1 }, 'agent.config.surprise'],
    [{ name: 7 }, 'agent.config.name'],
    [{ max_tool_iterations: 0 }, 'agent.config.max_tool_iterations'],
    [{ reflect_on_tool_use: 'yes' }, 'agent.config.reflect_on_tool_use'],
    [{ model_client: { provider: 'x.Model', config: {} } }, 'agent.config.model_client.provider'],
    [{ model_context: { provider: 'x.BufferedContext', config: {} } }, 'agent.config.model_context.provider'],
    [
      { workbench: bench({ tools: [], tool_overrides: { a: {} } }) },
      'agent.config.workbench.0.config.tool_overrides.a',
    ],
  ])('given an agent with %j, which we do not have, when loaded, then it is refused by name', (config, field) => {
    expect(() => loadAgent(spoilt(agent(), config), registryFor(server))).toThrow(
      expect.objectContaining({ code: 'config_invalid', field }),
    );
  });

  it.each([
    [{ emit_team_events: true }, 'team.config.emit_team_events'],
    [{ max_turns: 0 }, 'team.config.max_turns'],
    [{ participants: {} }, 'team.config.participants'],
    [{ termination_condition: condition('StopMessageTermination') }, 'team.config.termination_condition.provider'],
    [{ termination_condition: condition('ExternalTermination') }, 'team.config.termination_condition.config'],
    [{ termination_condition: condition('TokenUsageTermination') }, 'team.config.termination_condition.config'],
  ])('given a team with %j, which we do not have, when loaded, then it is refused by name', (config, field) => {
    expect(() => loadTeam(spoilt(team(), config), registryFor(server))).toThrow(
      expect.objectContaining({ code: 'config_invalid', field }),
    );
  });

  it('given another version of a component, when loaded, then it is refused; without one it is taken', () => {
    const load = (version: number | null) => loadAgent({ ...agent(), version }, registryFor(server)).name;
    expect(() => load(1)).toThrow('agent.version must be 2, got 1');
    expect(load(null)).toBe('TechnicalAnalyst');
  });
});
