import { CALLS_PER_ATTEMPT, type JournalEntry, type ReplyJournal } from '@trademaster/contracts';

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

  entries(runId: string, attempt: number): Promise<JournalEntry[]> {
    const entries = [...this.replies].map(([key, reply]) => {
      const [run, call, request_sha256] = JSON.parse(key) as [string, number, string];
      return { run, entry: { call, request_sha256, reply } };
    });
    const own = entries.filter(({ run, entry }) => run === runId && attemptOf(entry.call) === attempt);
    return Promise.resolve(own.map(({ entry }) => entry).sort((a, b) => a.call - b.call));
  }
}

function attemptOf(call: number): number {
  return Math.floor(call / CALLS_PER_ATTEMPT);
}

function keyOf(...parts: [runId: string, call: number, requestSha256: string]): string {
  return JSON.stringify(parts);
}
