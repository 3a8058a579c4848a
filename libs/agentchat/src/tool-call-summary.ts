import {
  type FunctionCall,
  type FunctionExecutionResult,
  said,
  type Stamped,
  type ToolCallSummaryMessage,
} from './messages';

/** The results as what the agent says, one line each, for agents that do not reflect. Results are those of the calls. */
export function summaryOf(
  stamped: Stamped,
  source: string,
  calls: FunctionCall[],
  results: FunctionExecutionResult[],
  format = '{result}',
): ToolCallSummaryMessage {
  const lines = results.map(({ content, name, is_error }, index) => {
    const parts: Record<string, string> = {
      tool_name: name,
      arguments: calls[index]?.arguments ?? '',
      result: content,
      is_error: is_error ? 'True' : 'False',
    };
    return format.replace(/\{(\w+)\}/g, (placeholder, part: string) => parts[part] ?? placeholder);
  });
  return { ...said('ToolCallSummaryMessage', stamped, source, lines.join('\n')), tool_calls: calls, results };
}
