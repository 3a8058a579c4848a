import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { WebuiDatabase } from '../storage/webui-database';

/** The existing backend's own page; operators ask /health/live and /health/ready. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: WebuiDatabase) {}

  @Get()
  @ApiOperation({ summary: '200 when PostgreSQL answers, 503 when it does not' })
  async health(@Res({ passthrough: true }) response: Response): Promise<{ status: string; database: string }> {
    try {
      await this.database.ping();
      return { status: 'healthy', database: 'connected' };
    } catch (error) {
      response.status(503);
      return { status: 'unhealthy', database: (error as Error).message };
    }
  }
}
