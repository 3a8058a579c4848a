import type { ModelClient, ModelReply, ModelRequest } from '@trademaster/agentchat';
import { CALLS_PER_ATTEMPT, canonicalJson, type ReplyJournal, sha256Hex } from '@trademaster/contracts';

/**
 * Records every reply before anybody reads it. A review that is done again, after a crash or by a second worker, gets
 * the recorded replies for the same requests, and so comes to the same decision; at most the call that was under way is
 * repeated. A further attempt of the run asks anew: the replies of a failed one are no reason to fail again.
 */
export class JournaledModelClient implements ModelClient {
  readonly model: string;
  private nextCall: number;

  constructor(
    private readonly endpoint: ModelClient,
    private readonly journal: ReplyJournal,
    private readonly runId: string,
    attempt: number,
  ) {
    this.model = endpoint.model;
    this.nextCall = attempt * CALLS_PER_ATTEMPT;
  }

  /** Errors: the endpoint's, and `ledger_unavailable`. */
  async create(request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    const call = this.nextCall;
    this.nextCall += 1;
    const sha256 = sha256Hex(
      canonicalJson({
        model: this.model,
        messages: request.messages,
        schema: request.responseSchema,
        tools: request.tools,
      }),
    );
    const recorded =
      (await this.journal.get(this.runId, call, sha256)) ??
      (await this.journal.put(this.runId, call, sha256, JSON.stringify(await this.endpoint.create(request, signal))));
    return JSON.parse(recorded) as ModelReply;
  }
}
