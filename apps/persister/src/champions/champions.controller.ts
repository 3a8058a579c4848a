import { Body, Controller, HttpCode, HttpException, HttpStatus, Post } from '@nestjs/common';
import { parse } from '@trademaster/contracts';
import { type ErrorCode, PipelineError } from '@trademaster/errors';
import { ChampionDesk, type PromotionRecord } from './champion-desk';
import { PromotionRequest, RollbackRequest } from './promotion-request.dto';

const STATUS: Partial<Record<ErrorCode, HttpStatus>> = {
  request_invalid: HttpStatus.BAD_REQUEST,
  run_unknown: HttpStatus.NOT_FOUND,
  model_not_found: HttpStatus.CONFLICT,
};

/** `trademaster promote` and `trademaster rollback`: an answer `{code, field?, message}` says what was wrong. */
@Controller('champions')
export class ChampionsController {
  constructor(private readonly desk: ChampionDesk) {}

  @Post('promote')
  @HttpCode(HttpStatus.OK)
  promote(@Body() body: unknown): Promise<PromotionRecord> {
    return answered(() => this.desk.promote(parse(PromotionRequest, body, STRICT)));
  }

  @Post('rollback')
  @HttpCode(HttpStatus.OK)
  rollback(@Body() body: unknown): Promise<PromotionRecord> {
    return answered(() => this.desk.rollback(parse(RollbackRequest, body, STRICT)));
  }
}

const STRICT = { code: 'request_invalid', refuseUnknown: true } as const;

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const { code, field, message } = error;
    throw new HttpException({ code, field, message }, STATUS[code] ?? HttpStatus.SERVICE_UNAVAILABLE, { cause: error });
  }
}
