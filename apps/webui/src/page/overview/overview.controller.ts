import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Overview } from '../contract';
import { OverviewService } from './overview.service';

@ApiTags('page: overview')
@Controller('api/page/overview')
export class OverviewController {
  constructor(private readonly service: OverviewService) {}

  @Get()
  @ApiOperation({ summary: 'The newest decision, decisions per symbol, what runs, and how each service is' })
  overview(): Promise<Overview> {
    return this.service.overview();
  }
}
