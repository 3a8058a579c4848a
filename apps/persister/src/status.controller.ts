import { Controller, Get, NotFoundException, Param, ParseUUIDPipe } from '@nestjs/common';
import { StatusService } from './status.service';

/** Read-only, beside health and metrics. */
@Controller()
export class StatusController {
  constructor(private readonly status: StatusService) {}

  @Get('requests/:id')
  async request(@Param('id', ParseUUIDPipe) id: string): Promise<object> {
    return (await this.status.request(id)) ?? notKnown('request', id);
  }

  @Get('runs/:id')
  async run(@Param('id') id: string): Promise<object> {
    return (await this.status.run(id)) ?? notKnown('run', id);
  }
}

function notKnown(what: string, id: string): never {
  throw new NotFoundException(`no ${what} has the id ${id}`);
}
