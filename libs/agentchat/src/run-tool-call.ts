import { PipelineError } from '@trademaster/errors';
import type { FunctionCall, FunctionExecutionResult } from './messages';
import type { Tool } from './tool';
import { checkedArguments, parsedArguments } from './tool-arguments';

/**
 * Does what the model asked for. Whatever is wrong with the call (malformed or wrong arguments, no such tool, the
 * tool's own error) becomes a result that says so. Errors: the signal's reason when it is aborted.
 */
export async function runToolCall(
  tools: readonly Tool[],
  { id, name, arguments: json }: FunctionCall,
  signal: AbortSignal,
): Promise<FunctionExecutionResult> {
  const result = (content: string, isError: boolean) => ({ content, name, call_id: id, is_error: isError });
  try {
    const args = parsedArguments(json);
    const tool = tools.find(({ schema }) => schema.name === name);
    if (tool === undefined)
      throw new PipelineError('review_invalid', `Error: tool '${name}' not found in any workbench`);
    return result(await tool.run(checkedArguments(tool.schema.parameters, args), signal), false);
  } catch (thrown) {
    signal.throwIfAborted();
    return result(thrown instanceof Error ? thrown.message : String(thrown), true);
  }
}
