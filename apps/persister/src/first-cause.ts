import { Injectable } from '@nestjs/common';
import type { Intents } from '@trademaster/ledger';

/**
 * Several events may find that something has ended; one of them announces it. Which one is kept, so that after a crash
 * the redelivered event announces it again, and no other does.
 */
@Injectable()
export class FirstCause {
  constructor(private readonly intents: Pick<Intents, 'done'>) {}

  async isAnnouncedBy(announcement: string, subject: string, event: { id: string; attempt: number }): Promise<boolean> {
    const cause = `${event.id}/${event.attempt}`;
    return (await this.intents.done(`announced.${announcement}`, subject, cause)) === cause;
  }
}
