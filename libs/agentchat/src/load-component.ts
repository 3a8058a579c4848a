import { AssistantAgent } from './assistant-agent';
import { componentConfig } from './component-config';
import { JsonAt } from './json-at';
import { loadTermination } from './load-termination';
import type { Stamp, TranscriptItem } from './messages';
import type { ModelClient } from './model-client';
import { RoundRobinGroupChat } from './round-robin-group-chat';
import type { ExternalTermination } from './termination';
import type { Tool } from './tool';

/** What AutoGen says of a model: which of its clients, and how it is set up (`model`, `temperature`, `base_url`, …). */
export interface ModelComponent {
  provider: string;
  config: Record<string, unknown>;
}

/** What a component names and does not hold. Source code inside a component is never run: tools are found by name. */
export interface ComponentRegistry {
  modelClient(component: ModelComponent): ModelClient;
  tool(name: string): Tool | undefined;
  stamp: Stamp;
  /** Milliseconds of a clock that never goes back, for time-outs. */
  now: () => number;
  /** Where an external stop is asked for, for teams that listen to one. */
  externalTermination?: ExternalTermination;
}

/** A team that starts anew each time: agents remember their conversation. Errors: `config_invalid`, naming the field. */
export function loadTeam(component: unknown, registry: ComponentRegistry): RoundRobinGroupChat<TranscriptItem> {
  const { config } = componentConfig(new JsonAt(component, 'team'), ['autogen_agentchat.teams.RoundRobinGroupChat']);
  config.only('name', 'description', 'participants', 'termination_condition', 'max_turns', 'emit_team_events');
  if (!config.member('emit_team_events').isAbsent) config.member('emit_team_events').is(false);
  const participants = config.member('participants').items();
  const termination = config.member('termination_condition');
  const maxTurns = config.member('max_turns');
  return new RoundRobinGroupChat({
    participants: participants.map((participant) => agentAt(participant, registry)),
    stamp: registry.stamp,
    ...(termination.isAbsent ? {} : { termination: loadTermination(termination, registry) }),
    ...(maxTurns.isAbsent ? {} : { maxTurns: maxTurns.whole(1) }),
  });
}

/** Errors: `config_invalid`, naming the field. */
export function loadAgent(component: unknown, registry: ComponentRegistry): AssistantAgent {
  return agentAt(new JsonAt(component, 'agent'), registry);
}

const ABSENT_ONLY = ['handoffs', 'memory', 'structured_message_factory'];

function agentAt(component: JsonAt, registry: ComponentRegistry): AssistantAgent {
  const { config } = componentConfig(component, ['autogen_agentchat.agents.AssistantAgent'], 2);
  config.only(...AGENT_KEYS, ...ABSENT_ONLY);
  for (const key of ABSENT_ONLY) if (!config.member(key).isAbsent) config.member(key).fail('is not supported');
  checkContext(config.member('model_context'));
  const [system, format] = [config.member('system_message'), config.member('tool_call_summary_format')];
  const [stream, reflect] = [config.member('model_client_stream'), config.member('reflect_on_tool_use')];
  const iterations = config.member('max_tool_iterations');
  return new AssistantAgent({
    name: config.member('name').text(),
    description: config.member('description').text(),
    modelClient: registry.modelClient(modelAt(config.member('model_client'))),
    stamp: registry.stamp,
    tools: toolsOf(config).map((tool) => toolAt(tool, registry)),
    ...(system.isAbsent ? {} : { systemMessage: system.text() }),
    ...(format.isAbsent ? {} : { toolCallSummaryFormat: format.text() }),
    modelClientStream: !stream.isAbsent && stream.flag(),
    reflectOnToolUse: !reflect.isAbsent && reflect.flag(),
    maxToolIterations: iterations.isAbsent ? 1 : iterations.whole(1),
  });
}

const AGENT_KEYS = [
  'name',
  'model_client',
  'tools',
  'workbench',
  'model_context',
  'description',
  'system_message',
  'model_client_stream',
  'reflect_on_tool_use',
  'tool_call_summary_format',
  'max_tool_iterations',
  'metadata',
];

function modelAt(component: JsonAt): ModelComponent {
  const { provider, config } = componentConfig(component, [
    'autogen_ext.models.openai.OpenAIChatCompletionClient',
    'autogen_ext.models.openai.AzureOpenAIChatCompletionClient',
  ]);
  return { provider, config: config.members() };
}

function checkContext(component: JsonAt): void {
  if (component.isAbsent) return;
  const { config } = componentConfig(component, ['autogen_core.model_context.UnboundedChatCompletionContext']);
  const initial = config.only('initial_messages').member('initial_messages');
  if (!initial.isAbsent) initial.fail('is not supported');
}

/** Tools stand in workbenches; before AutoGen 0.5.5 they stood in the agent itself. */
function toolsOf(config: JsonAt): JsonAt[] {
  const [tools, workbenches] = [config.member('tools'), config.member('workbench')];
  const benches = workbenches.isAbsent ? [] : Array.isArray(workbenches.value) ? workbenches.items() : [workbenches];
  return [...(tools.isAbsent ? [] : tools.items()), ...benches.flatMap(toolsOfWorkbench)];
}

function toolsOfWorkbench(component: JsonAt): JsonAt[] {
  const { config } = componentConfig(component, [
    'autogen_core.tools.StaticStreamWorkbench',
    'autogen_core.tools.StaticWorkbench',
  ]);
  config.only('tools', 'tool_overrides');
  const overrides = config.member('tool_overrides');
  if (!overrides.isAbsent) overrides.only();
  return config.member('tools').items();
}

function toolAt(component: JsonAt, registry: ComponentRegistry): Tool {
  const name = componentConfig(component, ['autogen_core.tools.FunctionTool']).config.member('name');
  return registry.tool(name.text()) ?? name.fail('is no tool that this process has');
}
