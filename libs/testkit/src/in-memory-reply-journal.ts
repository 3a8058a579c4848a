import type { ReplyJournal } from '@trademaster/contracts';

/** ReplyJournal that forgets with the process. */
export class InMemoryReplyJournal implements ReplyJournal {
  private readonly replies = new Map<string, string>();

  get size(): number {
    return this.replies.size;
  }

  get(runId: string, call: number, requestSha256: string): Promise<string | undefined> {
    return Promise.resolve(this.replies.get(keyOf(runId, call, requestSha256)));
  }

  put(runId: string, call: number, requestSha256: string, reply: string): Promise<string> {
    const key = keyOf(runId, call, requestSha256);
    const recorded = this.replies.get(key) ?? reply;
    this.replies.set(key, recorded);
    return Promise.resolve(recorded);
  }
}

function keyOf(...parts: [runId: string, call: number, requestSha256: string]): string {
  return JSON.stringify(parts);
}
