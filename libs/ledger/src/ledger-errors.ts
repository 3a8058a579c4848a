import { PipelineError } from '@trademaster/errors';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/** SQLSTATE classes and codes that pass by themselves: connection lost, serialisation, resources, shutdown, lock. */
const TRANSIENT = /^(08|40|53|57P0|57014|55P03|58)/;

/**
 * Runs a conversation with PostgreSQL. Throws `ledger_unavailable` (retryable) when the database is away, shutting
 * down, out of resources or too slow; `internal` when it understood and refused: that is a defect of ours.
 */
export async function askLedger<T>(conversation: () => Promise<T>): Promise<T> {
  try {
    return await conversation();
  } catch (thrown) {
    throw asLedgerError(thrown);
  }
}

function asLedgerError(thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const cause: unknown = thrown instanceof QueryFailedError ? thrown.driverError : thrown;
  const reason = reasonOf(cause);
  if (cause instanceof DatabaseError && !TRANSIENT.test(cause.code ?? '')) {
    return new PipelineError('internal', `PostgreSQL refused a statement: ${reason}`, { cause: thrown });
  }
  return new PipelineError('ledger_unavailable', `PostgreSQL did not answer: ${reason}`, { cause: thrown });
}

/** Node reports a refused connection to several addresses as an AggregateError without a message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
