import { type BeforeApplicationShutdown, Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Refusal } from '../../http/refusal';
import { EventFeed } from './event-feed';
import { EventStore } from './event-store';
import { EventStream } from './event-stream';

/** Each holds a connection and may make up to a megabyte wait. */
const MOST_STREAMS = 200;

@ApiTags('page: events')
@Controller('api/page/stream')
export class StreamController implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();

  constructor(
    private readonly store: EventStore,
    private readonly feed: EventFeed,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every event as it is stored, as server-sent events; after a break from where it was' })
  @ApiQuery({ name: 'after', required: false, type: Number })
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  @ApiProduces('text/event-stream')
  async stream(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Query('after') after: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    if (this.streams.size >= MOST_STREAMS) throw new Refusal(503, `${MOST_STREAMS} streams are open: try again later`);
    const stream = new EventStream(response, this.store, this.feed);
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
    await stream.start(seqOf(lastEventId ?? after));
  }

  /** Open streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    for (const stream of this.streams) stream.end();
  }
}

/** Browsers send the id back that they were given; anything else is as if nothing was sent. */
function seqOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
