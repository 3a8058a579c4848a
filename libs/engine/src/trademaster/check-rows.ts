import { PipelineError } from '@trademaster/errors';
import { TRADEMASTER_PARAMS } from './environment';
import { TRADEMASTER_FEATURES } from './features';

/** Rows of the shortest series with a trade. */
const FEWEST_ROWS = TRADEMASTER_PARAMS.backwardDays + TRADEMASTER_PARAMS.forwardDays + 2;

/**
 * Refuses rows that TradeMaster's environment would make NaN of. Throws `data_too_short`, and `data_invalid` naming row
 * and feature: `data.3.close`, rows counted from 0.
 */
export function checkRows(rows: readonly (readonly number[])[], name = 'data'): void {
  if (rows.length < FEWEST_ROWS) {
    throw new PipelineError('data_too_short', `${name} has ${rows.length} rows, at least ${FEWEST_ROWS} are needed`, {
      field: name,
    });
  }
  rows.forEach((row, index) =>
    TRADEMASTER_FEATURES.forEach((feature, column) => {
      const isPrice = feature === 'close';
      const value = row[column];
      if (Number.isFinite(value) && (!isPrice || (value as number) > 0)) return;
      const field = `${name}.${index}.${feature}`;
      throw new PipelineError('data_invalid', `${field} is ${value}, must be ${isPrice ? 'positive and ' : ''}finite`, {
        field,
      });
    }),
  );
}
