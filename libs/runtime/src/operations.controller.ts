import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Liveness } from './liveness';
import { Readiness, type ReadinessReport } from './readiness';
import { ServiceMetrics } from './service-metrics';

/** What operators ask every service. */
@Controller()
export class OperationsController {
  constructor(
    private readonly liveness: Liveness,
    private readonly readiness: Readiness,
    private readonly metrics: ServiceMetrics,
  ) {}

  /** 200 while the process is of use, 503 with the reason when its work stands still. Says nothing of dependencies. */
  @Get('health/live')
  live(@Res({ passthrough: true }) response: Response): ReturnType<Liveness['report']> {
    const report = this.liveness.report();
    response.status(report.status === 'live' ? 200 : 503);
    return report;
  }

  /** 200 when every dependency can be used, 503 naming those that cannot. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    response.status(report.status === 'ready' ? 200 : 503);
    return report;
  }

  @Get('metrics')
  async prometheus(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
