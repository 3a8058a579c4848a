import { RUN_ID_PATTERN, SYMBOL_PATTERN } from '@trademaster/contracts';
import { IsOptional, IsString, Length, Matches } from 'class-validator';

/** Who asks, and why: kept with the promotion. */
class Asked {
  @IsString() @Length(1, 100) by: string;
  @IsString() @Length(3, 1000) why: string;
}

/** Makes a finished run's model the champion of its series. */
export class PromotionRequest extends Asked {
  @Matches(RUN_ID_PATTERN) run_id: string;
}

/** Gives a symbol's championship back to the model that had it before. */
export class RollbackRequest extends Asked {
  @Matches(SYMBOL_PATTERN) symbol: string;
  /** Needed where the symbol has champions of several sources. */
  @IsOptional() @IsString() @Length(1, 64) source?: string;
}
