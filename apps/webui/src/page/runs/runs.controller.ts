import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { LenientInteger } from '../../http/lenient-types';
import { queryOf } from '../../http/validation';
import type {
  RunBacktest,
  RunChart,
  RunDetail,
  RunPage,
  RunReview,
  RunRow,
  StoredEvent,
  TrainingPoint,
} from '../contract';
import { runId } from './run-id';
import { RunsService } from './runs.service';

const STATUSES = ['RUNNING', 'FINISHED', 'FAILED'] as const;
const LARGEST_PAGE = 500;

export class RunQuery {
  @LenientInteger() @Max(LARGEST_PAGE) @Min(1) @IsInt() limit = 100;
  @LenientInteger() @Max(2_147_483_647) @Min(0) @IsInt() offset = 0;
  @IsOptional() @Matches(/^[A-Za-z0-9.-]{1,20}$/) symbol?: string;
  @IsOptional() @IsIn(STATUSES) status?: RunRow['status'];
}

@ApiTags('page: runs')
@Controller('api/page/runs')
export class RunsController {
  constructor(private readonly runs: RunsService) {}

  @Get()
  @ApiOperation({ summary: 'Runs, newest first, and how many there are' })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  @ApiQuery({ name: 'offset', required: false, type: Number })
  @ApiQuery({ name: 'symbol', required: false, type: String })
  @ApiQuery({ name: 'status', required: false, enum: STATUSES })
  page(@Query(queryOf(RunQuery)) { limit, offset, symbol, status }: RunQuery): Promise<RunPage> {
    const filter = { ...(symbol && { symbol: symbol.toUpperCase() }), ...(status && { status }) };
    return this.runs.page(filter, limit, offset);
  }

  @Get(':run_id')
  @ApiOperation({ summary: 'One run: stages, decision, backtest, artifacts, params' })
  detail(@Param('run_id', runId) id: string): Promise<RunDetail> {
    return this.runs.detail(id);
  }

  @Get(':run_id/chart')
  @ApiOperation({ summary: 'Its bars, with trades, signal and levels' })
  chart(@Param('run_id', runId) id: string): Promise<RunChart> {
    return this.runs.chart(id);
  }

  @Get(':run_id/backtest')
  @ApiOperation({ summary: 'Equity and drawdown out of sample, beside the baselines' })
  backtest(@Param('run_id', runId) id: string): Promise<RunBacktest> {
    return this.runs.backtest(id);
  }

  @Get(':run_id/training')
  @ApiOperation({ summary: 'The training curve: so far, or as it was kept' })
  training(@Param('run_id', runId) id: string): Promise<TrainingPoint[]> {
    return this.runs.training(id);
  }

  @Get(':run_id/review')
  @ApiOperation({ summary: 'The transcript, with every number that was stated and its fact' })
  review(@Param('run_id', runId) id: string): Promise<RunReview> {
    return this.runs.review(id);
  }

  @Get(':run_id/events')
  @ApiOperation({ summary: 'Every event of the run and of its request' })
  events(@Param('run_id', runId) id: string): Promise<StoredEvent[]> {
    return this.runs.eventsOf(id);
  }
}
